import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Ranking, Standing } from '@/api/assessment';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { ItemPoints } from '@/features/assessment/ScoreItems';
import { useTerms } from '@/features/useTerms';
import { directionOf, formatCount } from '@/format/number';
import { today } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { ScorecardDrawer } from './ScorecardDrawer';
import styles from './scorecards.module.css';

const PARAMS = { month: param.optional(), open: param.optional() };

/** Every assessed unit of the scope for a month, best first, with what each item brought. */
export default function Scorecards() {
  const { t } = useTranslation('scorecards');
  const { can } = useSession();
  const [scope] = useScope();
  const [values, set] = useUrlState(PARAMS);
  const month = values.month ?? today().format('YYYY-MM');
  const list = useCursorList<Standing, Ranking>('/api/v1/scorecards', { month, unit: scope.unit }, { every: 15_000 });
  const columns = useColumns(list.rows?.[0]);
  const { data } = list;
  return (
    <>
      <PageHeader
        title={t('title')}
        note={data ? t('note', { number: data.version.number, ranked: data.ranked, total: data.total, n: data.minimum_n }) : <>&nbsp;</>}
        actions={
          <>
            <DatePicker picker="month" allowClear={false} aria-label={t('month')} value={dayjs(`${month}-01`)} maxDate={dayjs()} onChange={(_, text) => set({ month: String(text) })} />
            {can('scorecard.read') && data && <Link to={`/schemes/${data.version.scheme}?month=${month}`}><Button>{t('scheme')}</Button></Link>}
          </>
        }
      />
      <DataTable
        name="scorecards"
        label={t('title')}
        columns={columns}
        rows={list.rows}
        rowKey={(standing) => standing.unit.code}
        error={list.error}
        onRetry={() => void list.refetch()}
        paging={list.paging}
        onOpen={(standing) => set({ open: standing.unit.code }, { push: true })}
        openKey={values.open}
        card={(standing) => <StandingCard standing={standing} />}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
      <ScorecardDrawer unit={values.open} month={month} ids={(list.rows ?? []).map((standing) => standing.unit.code)} onMove={(open) => set({ open })} />
    </>
  );
}

function useColumns(sample: Standing | undefined): Column<Standing>[] {
  const { t } = useTranslation('scorecards');
  const language = useLanguage();
  const terms = useTerms();
  const items = (sample?.items ?? []).map(
    (item): Column<Standing> => ({
      key: item.key,
      title: `${language === 'en' ? item.name_en : item.name_zh} (${item.weight.toString().replace(/\.0+$/, '')})`,
      align: 'right',
      render: (standing) => {
        const own = standing.items.find((each) => each.key === item.key);
        return own ? <ItemPoints item={own} /> : '–';
      },
    }),
  );
  return [
    { key: 'unit', title: t('column.unit'), render: (standing) => <span><strong>{standing.unit.name}</strong> <span className={styles.muted}>{standing.unit.code}</span></span> },
    { key: 'rank', title: t('column.rank'), align: 'right', render: (standing) => <Rank standing={standing} /> },
    { key: 'total', title: t('column.total'), align: 'right', render: (standing) => <Total standing={standing} /> },
    { key: 'change', title: t('column.change'), align: 'right', render: (standing) => <Moved change={standing.change} /> },
    ...items,
    { key: 'n', title: t('column.n'), align: 'right', render: (standing) => formatCount(standing.n) },
    { key: 'kind', title: t('column.kind'), render: (standing) => terms.unitKind(standing.unit.kind), optional: true },
  ];
}

function Total({ standing }: { standing: Standing }) {
  const { t } = useTranslation('scorecards');
  if (standing.total === null) return <span className={styles.muted}>–</span>;
  const differs = standing.total_all !== null && Math.abs(standing.total_all - standing.total) >= 0.05;
  return (
    <span title={differs ? t('withDoubted', { total: standing.total_all!.toFixed(1) }) : undefined}>
      <strong>{standing.total.toFixed(1)}</strong>
      {differs && <span className={styles.doubted}> ⚑ {standing.total_all!.toFixed(1)}</span>}
    </span>
  );
}

export function Moved({ change }: { change: number | null }) {
  if (change === null) return <span className={styles.muted}>–</span>;
  const direction = directionOf(change, 'points');
  const [arrow, tone] = { '-1': ['↓', styles.down], 0: ['→', styles.muted], 1: ['↑', styles.up] }[direction] as [string, string];
  return <span className={tone}>{arrow} {Math.abs(change).toFixed(1)}</span>;
}

function Rank({ standing }: { standing: Standing }) {
  const { t } = useTranslation('scorecards');
  if (standing.rank === null) return <span className={styles.muted}>{t('unranked')}</span>;
  return <>{standing.tied ? t('tied', { rank: standing.rank }) : standing.rank}</>;
}

function StandingCard({ standing }: { standing: Standing }) {
  const { t } = useTranslation('scorecards');
  return (
    <span className={styles.card}>
      <span className={styles.rank}>{standing.rank ?? '–'}</span>
      <span className={styles.cardName}><strong>{standing.unit.name}</strong><span className={styles.muted}>{standing.rank ? `n=${formatCount(standing.n)}` : t('unranked')}</span></span>
      <span className={styles.cardTotal}><Total standing={standing} /><Moved change={standing.change} /></span>
    </span>
  );
}
