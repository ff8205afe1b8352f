import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTriggers, type Trigger } from '@/api/invitations';
import { useSession } from '@/api/session';
import { wordsIn } from '@/api/surveys';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatCount, formatValue } from '@/format/number';
import { formatDuration } from '@/format/time';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { TriggerDrawer } from './TriggerDrawer';
import styles from './invitations.module.css';

const PARAMS = { open: param.optional() };
const MINUTE = 60_000;

/** The events that ask people by themselves. */
export function TriggerList() {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const [{ open }, set] = useUrlState(PARAMS);
  const { data, error, refetch } = useTriggers();
  const columns = useColumns();
  const show = (id: string | undefined): void => set({ open: id }, { push: open === undefined });
  const add = can('invitation.send') && <Button type="primary" onClick={() => show('new')}>{t('trigger.add')}</Button>;
  return (
    <>
      <DataTable name="triggers" label={t('tab.triggers')} toolbar={add} columns={columns} rows={data} rowKey={(trigger) => trigger.id} error={error} onRetry={() => void refetch()} onOpen={(trigger) => show(trigger.id)} openKey={open} card={(trigger) => <TriggerCard trigger={trigger} />} empty={<EmptyState title={t('trigger.none')} hint={t('trigger.noneHint')} action={add || undefined} />} />
      {open && <TriggerDrawer key={open} id={open === 'new' ? undefined : open} ids={(data ?? []).map((trigger) => trigger.id)} onMove={show} />}
    </>
  );
}

function useColumns(): Column<Trigger>[] {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  return [
    { key: 'name', title: t('column.name'), render: (trigger) => <><strong>{trigger.name}</strong> <span className={styles.muted}>{trigger.unit.name}</span></> },
    { key: 'active', title: t('column.state'), render: (trigger) => <ActiveTag trigger={trigger} /> },
    { key: 'event', title: t('trigger.event'), render: (trigger) => terms.event(trigger.event) },
    { key: 'delay', title: t('trigger.delay'), render: (trigger) => (trigger.delay_minutes ? formatDuration(trigger.delay_minutes * MINUTE, language) : t('trigger.atOnce')) },
    { key: 'survey', title: t('column.survey'), render: (trigger) => wordsIn(trigger.survey.title, language) },
    { key: 'created', title: t('column.made'), align: 'right', render: (trigger) => formatCount(trigger.funnel.created) },
    { key: 'completed', title: t('state.completed'), align: 'right', render: (trigger) => formatCount(trigger.funnel.completed) },
    { key: 'response', title: t('rate.response'), align: 'right', render: (trigger) => (trigger.funnel.rates.response === null ? '–' : formatValue(trigger.funnel.rates.response, 'share', language)) },
  ];
}

function ActiveTag({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation('invitations');
  return <Tag color={trigger.active ? 'success' : undefined}>{t(trigger.active ? 'trigger.on' : 'trigger.off')}</Tag>;
}

function TriggerCard({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation('invitations');
  const terms = useInvitationTerms();
  return (
    <div className={styles.rowCard}>
      <span><strong>{trigger.name}</strong> <ActiveTag trigger={trigger} /></span>
      <span className={styles.muted}>{terms.event(trigger.event)} · {t('state.completed')} {formatCount(trigger.funnel.completed)}</span>
    </div>
  );
}
