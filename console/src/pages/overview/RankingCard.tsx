import { Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cellOf, compareFor, productOf, toFigure, unitOf, useMetrics, valueUnit, type QueryRow } from '@/api/metrics';
import { rankingHeight, rankingOption, type RankedUnit } from '@/charts/ranking';
import { useChartColours } from '@/charts/style';
import { useTerms } from '@/features/useTerms';
import { formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { METRIC_CHOICES, RANK_BY, type RankBy } from './params';
import { bodyFor, usePlace, type Place } from './parts';
import styles from './overview.module.css';

const SHOWN = 12;

/** The filter of the feedback list that stands for one row of a split that is not by units. */
const FILTER_OF: Partial<Record<RankBy, string>> = { channel: 'channel', source: 'source', product: 'product', product_category: 'product_category' };

const BY_ITEM = new Set<RankBy>(['product', 'product_category']);

function useNameOf(by: RankBy): (row: QueryRow) => { key: string; label: string } {
  const { t } = useTranslation('overview');
  const terms = useTerms();
  return (row) => {
    if (by === 'unit' || by === 'store') {
      const unit = unitOf(row, by);
      return { key: unit.code, label: unit.name };
    }
    const product = by === 'product' ? productOf(row) : null;
    if (product) return { key: product.code, label: product.name };
    if (BY_ITEM.has(by) && row[by] === null) return { key: '', label: t('ranking.noOrder') };
    const code = String(row[by] ?? '–');
    const named = by === 'channel' ? terms.channel(code) : by === 'source' ? terms.source(code) : by === 'unit_kind' ? terms.unitKind(code) : code;
    return { key: code, label: named };
  };
}

function useRanking(place: Place, end: 'best' | 'worst') {
  const { metric, by } = place;
  const body = bodyFor(place, { metrics: [metric], dimensions: [by], compare: compareFor(place.comparison), order: [{ by: 'rank', desc: end === 'worst' }], limit: SHOWN });
  const query = useMetrics(body, place);
  const nameOf = useNameOf(by);
  const ranked = (query.data?.rows ?? []).map((row): RankedUnit => ({ ...nameOf(row), figure: toFigure(cellOf(row, metric), place.comparison) }));
  return { query, ranked };
}

/** Units side by side by the assured bound of the metric; a click goes into one. */
export function RankingCard({ end }: { end: 'best' | 'worst' }) {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const { metric, by } = place;
  const language = useLanguage();
  const colours = useChartColours();
  const { query, ranked } = useRanking(place, end);
  const unit = valueUnit(metric);
  const name = t(`metric.${metric}`);
  const option = useMemo(
    () => rankingOption(ranked, unit, { value: name, interval: t('trend.interval'), lowSample: t('trend.lowSample') }, colours, language),
    // `ranked` is made anew on each render from the answer.
    [query.data, unit, name, colours, language, t],
  );
  const open = (index: number): void => {
    const picked = ranked[index];
    if (!picked) return;
    if (by === 'unit' || by === 'store') place.goTo(picked.key);
    else if (FILTER_OF[by] && picked.key) place.openAnswers({ [FILTER_OF[by]]: picked.key });
  };
  return (
    <div id="ranking" className={styles.anchor}>
      <ChartFrame
        title={t('ranking.title', { what: t(`by.${by.replace(':', '_')}`), metric: name })}
        note={t('ranking.note')}
        extra={<RankingChoices end={end} many={(query.data?.total ?? 0) > SHOWN} />}
        asOf={query.data?.as_of}
        loading={query.isPending}
        error={query.data ? undefined : query.error}
        onRetry={() => void query.refetch()}
        option={option}
        height={rankingHeight(ranked.length)}
        onPick={({ index }) => open(index)}
        table={{
          columns: [t(`by.${by.replace(':', '_')}`), name, t('trend.low'), t('trend.high'), 'n'],
          rows: ranked.map(({ label, figure }) => [label, figure.lowSample ? t('trend.lowSample') : formatValue(figure.value, unit, language), figure.low == null ? null : formatValue(figure.low, unit, language), figure.high == null ? null : formatValue(figure.high, unit, language), figure.n]),
        }}
      />
    </div>
  );
}

function RankingChoices({ end, many }: { end: 'best' | 'worst'; many: boolean }) {
  const { t } = useTranslation('overview');
  const { metric, by, set } = usePlace();
  return (
    <>
      <Select size="small" variant="borderless" aria-label={t('ranking.metric')} popupMatchSelectWidth={false} value={metric} onChange={(value) => set({ metric: value })} options={METRIC_CHOICES.map((value) => ({ value, label: t(`metric.${value}`) }))} />
      <Select size="small" variant="borderless" aria-label={t('ranking.by')} popupMatchSelectWidth={false} value={by} onChange={(value) => set({ by: value })} options={RANK_BY.map((value) => ({ value, label: t(`by.${value.replace(':', '_')}`) }))} />
      {many && <Segmented<'best' | 'worst'> size="small" aria-label={t('ranking.end')} value={end} onChange={(value) => set({ end: value })} options={[{ value: 'best', label: t('ranking.best') }, { value: 'worst', label: t('ranking.worst') }]} />}
    </>
  );
}
