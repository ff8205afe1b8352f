import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cellOf, toFigure, useMetrics, type QueryRow } from '@/api/metrics';
import { npsTrendOption, type TrendPoint } from '@/charts/npsTrend';
import { useChartColours } from '@/charts/style';
import { grainFor, type Grain } from '@/format/period';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { GroupLegend } from '@/ui/GroupLegend';
import { bodyFor, usePlace } from './parts';

const GROUPS = ['promoter', 'passive', 'detractor'] as const;

function label(day: string, grain: Grain): string {
  return dayjs(day).format(grain === 'month' ? 'YYYY-MM' : 'MM-DD');
}

function lastDay(day: string, grain: Grain): string {
  const start = dayjs(day);
  if (grain === 'day') return day;
  return (grain === 'week' ? start.add(6, 'day') : start.endOf('month')).format('YYYY-MM-DD');
}

/** Counts of the three groups per bucket as shares of those who gave a score. */
function groupShares(rows: QueryRow[], grain: Grain): Map<string, Record<string, number>> {
  const counts = new Map<string, Record<string, number>>();
  for (const row of rows) {
    const group = row.score_group as string | null;
    if (!group) continue;
    const bucket = counts.get(row[grain] as string) ?? {};
    bucket[group] = cellOf(row, 'feedback_count')?.value ?? 0;
    counts.set(row[grain] as string, bucket);
  }
  for (const bucket of counts.values()) {
    const total = GROUPS.reduce((sum, group) => sum + (bucket[group] ?? 0), 0);
    for (const group of GROUPS) bucket[group] = total ? (bucket[group] ?? 0) / total : 0;
  }
  return counts;
}

function useTrend() {
  const place = usePlace();
  const grain = grainFor(place.range, cellOf(place.headline?.rows[0], 'nps')?.n);
  const line = useMetrics(bodyFor(place, { metrics: ['nps'], dimensions: [grain], order: [{ by: grain, desc: false }] }), place);
  const groups = useMetrics(bodyFor(place, { metrics: ['feedback_count'], dimensions: [grain, 'score_group'] }), place);
  const points = useMemo(() => {
    const shares = groupShares(groups.data?.rows ?? [], grain);
    return (line.data?.rows ?? []).map((row): TrendPoint & { day: string } => {
      const day = row[grain] as string;
      const share = shares.get(day);
      return {
        day,
        label: label(day, grain),
        nps: toFigure(cellOf(row, 'nps'), 'none'),
        promoters: share?.promoter ?? null,
        passives: share?.passive ?? null,
        detractors: share?.detractor ?? null,
      };
    });
  }, [line.data, groups.data, grain]);
  return { line, points, grain };
}

/** NPS over the period with its interval, and the three groups it is made of. */
export function TrendCard() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const colours = useChartColours();
  const language = useLanguage();
  const { line, points, grain } = useTrend();
  const words = useMemo(
    () => ({ nps: 'NPS', interval: t('trend.interval'), promoters: t('trend.promoters'), passives: t('trend.passives'), detractors: t('trend.detractors'), lowSample: t('trend.lowSample') }),
    [t],
  );
  const option = useMemo(() => npsTrendOption(points, words, colours, language), [points, words, colours, language]);
  const open = (index: number, series: string): void => {
    const point = points[index];
    if (!point) return;
    const group = { promoters: 'promoter', passives: 'passive', detractors: 'detractor' }[series];
    place.openAnswers({ from: point.day < place.range.from ? place.range.from : point.day, to: lastDay(point.day, grain), kind: 'survey', ...(group ? { group } : {}) });
  };
  return (
    <ChartFrame
      title={t('trend.title', { unit: place.unitName })}
      note={<GroupLegend note={t('trend.note')} />}
      n={points.reduce((sum, point) => sum + point.nps.n, 0)}
      asOf={line.data?.as_of}
      loading={line.isPending}
      error={line.data ? undefined : line.error}
      onRetry={() => void line.refetch()}
      option={option}
      height={330}
      onPick={({ index, series }) => open(index, series)}
      table={{
        columns: [t('trend.time'), words.nps, t('trend.low'), t('trend.high'), 'n', words.promoters, words.passives, words.detractors],
        rows: points.map(({ label: time, nps, promoters, passives, detractors }) => [time, round(nps.lowSample ? null : nps.value), round(nps.low), round(nps.high), nps.n, round(promoters, 3), round(passives, 3), round(detractors, 3)]),
      }}
    />
  );
}

function round(value: number | null | undefined, digits = 1): number | null {
  return value == null ? null : Number(value.toFixed(digits));
}
