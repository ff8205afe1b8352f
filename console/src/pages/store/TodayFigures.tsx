import { useTranslation } from 'react-i18next';
import { besideAuthentic, cellOf, meaningOf, toFigure, useAuthentic, useMetrics, type QueryBody } from '@/api/metrics';
import { resolvePeriod } from '@/format/period';
import { Tile, TileRow } from '@/ui/Tile';
import { useNavigate } from 'react-router';

const METRICS = ['nps', 'csat', 'rating', 'feedback_count'];

/** The last thirty days against the thirty before: a single day of a single store is too few to read. */
export function TodayFigures({ unit }: { unit: string }) {
  const { t } = useTranslation('store');
  const navigate = useNavigate();
  const asked: QueryBody = { unit, metrics: METRICS, time: resolvePeriod('d30'), compare: 'previous' };
  const { data } = useMetrics(asked, { every: 3000 });
  const authentic = useAuthentic(asked, data?.as_of);
  return (
    <TileRow>
      {METRICS.map((metric) => (
        <Tile
          key={metric}
          loading={!data}
          figure={data && besideAuthentic(toFigure(cellOf(data.rows[0], metric), 'previous'), cellOf(authentic, metric))}
          onDrill={() => void navigate(`/feedback?unit=${unit}${metric === 'nps' ? '&kind=survey' : ''}`)}
          {...meaningOf(metric, t(`metric.${metric}`), data)}
        />
      ))}
    </TileRow>
  );
}
