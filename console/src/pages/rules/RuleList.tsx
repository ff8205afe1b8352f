import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTopicName } from '@/api/metrics';
import { useRules, useSaveRule, type AlertRule } from '@/api/rules';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { ConditionText } from '@/ui/ConditionText';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { emptyRule, RuleDrawer } from './RuleDrawer';

const PARAMS = { open: param.optional() };

export function RuleList() {
  const { t } = useTranslation('rules');
  const { can } = useSession();
  const { data, error, refetch } = useRules();
  const [{ open }, set] = useUrlState(PARAMS);
  const columns = useRuleColumns();
  const rule = open === 'new' ? emptyRule() : data?.find((each) => each.key === open);
  const add = can('rules.write') && <Button onClick={() => set({ open: 'new' }, { push: true })}>{t('add')}</Button>;
  return (
    <>
      <DataTable name="rules" label={t('title')} toolbar={add} columns={columns} rows={data} rowKey={(each) => each.key} error={error} onRetry={() => void refetch()} onOpen={(each) => set({ open: each.key }, { push: true })} openKey={open} empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />} />
      {rule && <RuleDrawer key={`${rule.key} ${rule.version}`} rule={rule} ids={(data ?? []).map((each) => each.key)} onMove={(key) => set({ open: key })} />}
    </>
  );
}

function useRuleColumns(): Column<AlertRule>[] {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const terms = useTerms();
  const topicName = useTopicName(language);
  return [
    { key: 'name', title: t('column.name'), render: (rule) => <strong>{language === 'en' ? rule.name_en : rule.name_zh}</strong> },
    { key: 'condition', title: t('column.condition'), render: (rule) => <ConditionText condition={rule.condition} topicName={topicName} /> },
    { key: 'priority', title: t('column.priority'), render: (rule) => terms.priority(rule.priority) },
    { key: 'own', title: t('column.own'), render: (rule) => t(rule.own_ticket ? 'own.yes' : 'own.no') },
    { key: 'active', title: t('column.active'), render: (rule) => <ActiveSwitch rule={rule} /> },
  ];
}

function ActiveSwitch({ rule }: { rule: AlertRule }) {
  const { t } = useTranslation('rules');
  const { can } = useSession();
  const save = useSaveRule();
  const language = useLanguage();
  return (
    <span onClick={(event) => event.stopPropagation()}>
      <Switch size="small" checked={rule.active} loading={save.isPending} disabled={!can('rules.write')} aria-label={t('activeOf', { name: language === 'en' ? rule.name_en : rule.name_zh })} onChange={(active) => save.mutate({ ...rule, active })} />
    </span>
  );
}
