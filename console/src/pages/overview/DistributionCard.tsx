import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cellOf, useMetrics } from '@/api/metrics';
import { distributionOption } from '@/charts/distribution';
import { useChartColours } from '@/charts/style';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { GroupLegend } from '@/ui/GroupLegend';
import { bodyFor, usePlace } from './parts';

/** How a store's recommendation scores spread; a bar opens the answers of that score. */
export function DistributionCard() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const colours = useChartColours();
  const language = useLanguage();
  const query = useMetrics(bodyFor(place, { metrics: ['feedback_count'], dimensions: ['recommend'] }), place);
  const counts = useMemo(() => {
    const found = new Map((query.data?.rows ?? []).map((row) => [row.recommend as number | null, cellOf(row, 'feedback_count')?.value ?? 0]));
    return Array.from({ length: 11 }, (_, score) => ({ score, count: found.get(score) ?? 0 }));
  }, [query.data]);
  const n = counts.reduce((sum, each) => sum + each.count, 0);
  const option = useMemo(() => distributionOption(counts, t('distribution.people'), colours, language), [counts, t, colours, language]);
  return (
    <ChartFrame
      title={t('distribution.title')}
      note={<GroupLegend />}
      n={n}
      asOf={query.data?.as_of}
      loading={query.isPending}
      error={query.data ? undefined : query.error}
      onRetry={() => void query.refetch()}
      option={option}
      onPick={({ index }) => place.openAnswers({ score_min: String(index), score_max: String(index) })}
      table={{ columns: [t('distribution.score'), t('distribution.people')], rows: n ? counts.map(({ score, count }) => [score, count]) : [] }}
    />
  );
}
