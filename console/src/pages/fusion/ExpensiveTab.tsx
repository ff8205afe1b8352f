import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useExpensive, type Expensive, type ExpensiveStore, type Group } from '@/api/fusion';
import { useTopicName } from '@/api/metrics';
import { curveOption } from '@/charts/curve';
import { useChartColours } from '@/charts/style';
import { formatCount, formatDelta, formatInterval, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { ChartFrame } from '@/ui/ChartFrame';
import { DataTable } from '@/ui/DataTable';
import type { FigureValue } from '@/ui/figure';
import { PolarityTag } from '@/ui/ScoreTag';
import { EmptyState, ErrorState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { Tile, TileRow } from '@/ui/Tile';
import { UnmatchedNote } from './UnmatchedNote';
import styles from './fusion.module.css';

const PARAMS = { days: param.number(90) };

function rateOf(group: Group, least: number): FigureValue {
  return { value: group.rate, n: group.eligible, low: group.low, high: group.high, lowSample: group.eligible < least };
}

/** 嫌贵复购: do those who find it expensive stay away, and what else moves them. */
export function ExpensiveTab() {
  const { t } = useTranslation('fusion');
  const [scope] = useScope();
  const [{ days }, set] = useUrlState(PARAMS);
  const query = useExpensive(scope.unit, days);
  const { data } = query;
  if (query.error && !data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={styles.page}>
      <p className={styles.question}>
        <span>{t('expensive.question', { days })}</span>
        <Segmented aria-label={t('expensive.days')} value={days} onChange={(value) => set({ days: value })} options={[30, 60, 90, 180].map((value) => ({ value, label: t('matrix.days', { n: value }) }))} />
      </p>
      <Rates data={data} />
      {data && <Verdict data={data} />}
      <div className={styles.halves}>
        <CurveCard data={data} loading={query.isPending} />
        <AlsoSayCard data={data} loading={query.isPending} />
      </div>
      {data && <StoreTable data={data} />}
    </div>
  );
}

function Rates({ data }: { data: Expensive | undefined }) {
  const { t } = useTranslation('fusion');
  const definition = t('expensive.definition', { days: data?.days ?? 90 });
  return (
    <TileRow>
      <Tile large label={t('expensive.complaining')} unit="share" definition={definition} loading={!data} figure={data && rateOf(data.complaining, data.minimum_n)} />
      <Tile large label={t('expensive.others')} unit="share" definition={definition} loading={!data} figure={data && rateOf(data.others, data.minimum_n)} />
      <Tile label={t('expensive.promotion')} unit="share" loading={!data} figure={data && { value: data.complaining.promotion_share, n: data.complaining.customers }} />
      <Tile label={t('expensive.promotionOthers')} unit="share" loading={!data} figure={data && { value: data.others.promotion_share, n: data.others.customers }} />
    </TileRow>
  );
}

/** The answer in a sentence: the matched difference where there is one, else the plain one. */
function Verdict({ data }: { data: Expensive }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  const found = data.matched?.difference ?? data.difference;
  if (!found) return <p className={styles.verdict}>{t('expensive.tooFew')}</p>;
  const words = { delta: formatDelta(found.value, 'share', language), interval: formatInterval(found.low, found.high, 'share', language) };
  const direction = !found.significant ? 'same' : found.value > 0 ? 'more' : 'less';
  return (
    <p className={styles.verdict}>
      <strong>{t(`expensive.verdict.${direction}`, words)}</strong>{' '}
      <span className={styles.small}>
        {data.matched ? t('expensive.matched', { customers: formatCount(data.matched.customers), strata: formatCount(data.matched.strata) }) : t('expensive.unmatchedComparison')} <UnmatchedNote unmatched={data.unmatched} />
      </span>
    </p>
  );
}

function CurveCard({ data, loading }: { data: Expensive | undefined; loading: boolean }) {
  const { t } = useTranslation('fusion');
  const colours = useChartColours();
  const language = useLanguage();
  const option = useMemo(
    () =>
      data &&
      curveOption(
        [
          { key: 'others', name: t('expensive.othersShort'), points: data.curve.others, tone: 'accent' },
          { key: 'complaining', name: t('expensive.complainingShort'), points: data.curve.complaining, tone: 'detractor' },
        ],
        t('expensive.day'),
        colours,
        language,
      ),
    [data, t, colours, language],
  );
  const rows = data?.curve.complaining.map((point) => [point.day, Number(point.bought_again.toFixed(4)), point.at_risk]) ?? [];
  return <ChartFrame title={t('expensive.curve')} note={t('expensive.curveNote')} loading={loading} option={option} height={300} table={{ columns: [t('expensive.day'), t('expensive.complaining'), 'n'], rows }} />;
}

function AlsoSayCard({ data, loading }: { data: Expensive | undefined; loading: boolean }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  const topicName = useTopicName(language);
  const lines = data?.also_say.slice(0, 8) ?? [];
  return (
    <ChartFrame title={t('expensive.alsoSay')} note={t('expensive.alsoSayNote')} loading={loading} n={data?.complaining.customers}>
      {lines.length === 0 && <EmptyState compact title={t('expensive.nothingElse')} />}
      <ul className={styles.also}>
        {lines.map((line) => (
          <li key={`${line.topic} ${line.polarity}`}>
            <PolarityTag polarity={line.polarity > 0 ? 'positive' : line.polarity < 0 ? 'negative' : 'neutral'} topic={topicName(line.topic)} />
            <strong>{formatValue(line.share, 'share', language)}</strong>
            <span className={styles.small}>{t('expensive.against', { share: formatValue(line.others_share, 'share', language) })} · {t('people', { n: formatCount(line.customers) })}</span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function StoreTable({ data }: { data: Expensive }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  const enough = (store: ExpensiveStore): boolean => Math.min(store.complaining.eligible, store.others.eligible) >= data.minimum_n;
  const rate = (group: Group) => (group.eligible < data.minimum_n ? <span className={styles.small}>{t('lowSample')} n={group.eligible}</span> : <span title={formatInterval(group.low ?? 0, group.high ?? 0, 'share', language)}>{formatValue(group.rate, 'share', language)} <span className={styles.small}>n={formatCount(group.eligible)}</span></span>);
  const columns: Column<ExpensiveStore>[] = [
    { key: 'unit', title: t('column.unit'), render: (store) => <strong>{store.unit.name}</strong> },
    { key: 'complaining', title: t('expensive.complaining'), align: 'right', render: (store) => rate(store.complaining) },
    { key: 'others', title: t('expensive.others'), align: 'right', render: (store) => rate(store.others) },
    { key: 'difference', title: t('column.difference'), align: 'right', render: (store) => (store.difference && enough(store) ? `${formatDelta(store.difference.value, 'share', language)}${store.difference.significant ? '' : ' ≈'}` : '–') },
  ];
  return <DataTable name="fusion-stores" label={t('expensive.stores')} toolbar={<h2 className={styles.heading}>{t('expensive.storesOf', { n: data.stores.length, total: data.stores_total })}</h2>} columns={columns} rows={data.stores} rowKey={(store) => store.unit.code} empty={<EmptyState compact title={t('expensive.tooFew')} />} />;
}
