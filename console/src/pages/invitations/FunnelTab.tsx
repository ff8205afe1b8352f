import { Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { GROUPINGS, useContactRules, useFunnel, type FunnelPage, type Grouping } from '@/api/invitations';
import { Bars } from '@/features/invitations/Bars';
import { FunnelBars } from '@/features/invitations/FunnelBars';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatCount, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState } from '@/ui/States';
import type { Column } from '@/ui/table';
import styles from './invitations.module.css';

const PARAMS = { by: param.choice(GROUPINGS, 'batch'), page: param.number(1) };
const GROUPS_A_PAGE = 20;
type Group = FunnelPage['items'][number];

/** From sent to completed, by batch, unit, channel or touchpoint; and why a unit has so few answers. */
export function FunnelTab() {
  const { t } = useTranslation('invitations');
  const [scope] = useScope();
  const [{ by, page }, set] = useUrlState(PARAMS);
  const { data, error, refetch } = useFunnel({ by, unit: scope.unit, since: scope.range.from, until: scope.range.to });
  const columns = useColumns(by);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active />;
  const first = (page - 1) * GROUPS_A_PAGE;
  const paging = data.items.length > GROUPS_A_PAGE ? { kind: 'number' as const, page, size: GROUPS_A_PAGE, total: data.items.length, onPage: (next: number) => set({ page: next }) } : undefined;
  return (
    <>
      <div className={styles.two}>
        <section className={styles.panel}><h3>{t('funnel.label')}</h3><FunnelBars funnel={data.total} /></section>
        <WhySoFew page={data} />
      </div>
      <Segmented<Grouping> aria-label={t('funnel.by')} value={by} onChange={(next) => set({ by: next, page: 1 })} options={GROUPINGS.map((value) => ({ value, label: t(`grouping.${value}`) }))} />
      <DataTable name={`funnel-${by}`} label={t('tab.funnel')} columns={columns} rows={data.items.slice(first, first + GROUPS_A_PAGE)} paging={paging} rowKey={(group) => group.key || '-'} empty={<EmptyState title={t('funnel.none')} hint={t('funnel.noneHint')} />} />
    </>
  );
}

function WhySoFew({ page }: { page: FunnelPage }) {
  const { t } = useTranslation('invitations');
  const rules = useContactRules().data;
  const terms = useInvitationTerms(rules?.fatigue);
  const rows = page.reasons.map((each) => ({ key: `${each.state} ${each.reason}`, label: each.state === 'skipped' ? terms.rule(each.reason) : terms.state(each.state), value: each.number }));
  return (
    <section className={styles.panel}>
      <h3>{t('funnel.why')}</h3>
      {rows.length ? <Bars label={t('funnel.why')} rows={rows} full={page.total.created} /> : <p className={styles.muted}>{t('funnel.noReasons')}</p>}
    </section>
  );
}

function useColumns(by: Grouping): Column<Group>[] {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  const rate = (value: number | null): string => (value === null ? '–' : formatValue(value, 'share', language));
  const named = (group: Group): string => (by === 'channel' ? terms.channel(group.label) : group.label) || t('funnel.noGroup');
  return [
    { key: 'group', title: t(`grouping.${by}`), render: (group) => <strong>{named(group)}</strong> },
    { key: 'created', title: t('column.chosen'), align: 'right', render: ({ funnel }) => formatCount(funnel.created) },
    { key: 'suppressed', title: t('funnel.leftOut'), align: 'right', render: ({ funnel }) => formatCount(funnel.sampled_out + funnel.suppressed) },
    { key: 'sent', title: t('state.sent'), align: 'right', render: ({ funnel }) => formatCount(funnel.sent) },
    { key: 'delivery', title: t('rate.delivery'), align: 'right', render: ({ funnel }) => rate(funnel.rates.delivery) },
    { key: 'open', title: t('rate.open'), align: 'right', render: ({ funnel }) => rate(funnel.rates.open) },
    { key: 'start', title: t('rate.start'), align: 'right', render: ({ funnel }) => rate(funnel.rates.start) },
    { key: 'completed', title: t('state.completed'), align: 'right', render: ({ funnel }) => formatCount(funnel.completed) },
    { key: 'response', title: t('rate.response'), align: 'right', render: ({ funnel }) => <strong>{rate(funnel.rates.response)}</strong> },
  ];
}
