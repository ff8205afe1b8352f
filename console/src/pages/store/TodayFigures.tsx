import { useTranslation } from 'react-i18next';
import { cellOf, meaningOf, toFigure, useMetrics } from '@/api/metrics';
import { resolvePeriod } from '@/format/period';
import { Tile, TileRow } from '@/ui/Tile';
import { useNavigate } from 'react-router';

const METRICS = ['nps', 'csat', 'rating', 'feedback_count'];

/** The last thirty days against the thirty before: a single day of a single store is too few to read. */
export function TodayFigures({ unit }: { unit: string }) {
  const { t } = useTranslation('store');
  const navigate = useNavigate();
  const { data } = useMetrics({ unit, metrics: METRICS, time: resolvePeriod('d30'), compare: 'previous' }, { every: 3000 });
  return (
    <TileRow>
      {METRICS.map((metric) => (
        <Tile
          key={metric}
          loading={!data}
          figure={data && toFigure(cellOf(data.rows[0], metric), 'previous')}
          onDrill={() => void navigate(`/feedback?unit=${unit}${metric === 'nps' ? '&kind=survey' : ''}`)}
          {...meaningOf(metric, t(`metric.${metric}`), data)}
        />
      ))}
    </TileRow>
  );
}
