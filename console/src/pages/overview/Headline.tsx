import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { besideAuthentic, cellOf, meaningOf, toFigure } from '@/api/metrics';
import { Tile, TileRow } from '@/ui/Tile';
import { METRIC_CHOICES, RANK_BY, type MetricChoice, type RankBy } from './params';
import { usePlace, type Place } from './parts';
import styles from './overview.module.css';

export const HEADLINE = ['nps', 'csat', 'rating', 'feedback_count', 'on_time_rate', 'revenue'];

/** The figures of the place; a click shows where each is made, a right click by what else it can be split. */
export function Headline() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const byItems = RANK_BY.map((key) => ({ key, label: t('splitBy', { what: t(`by.${key.replace(':', '_')}`) }) }));
  return (
    <TileRow>
      {HEADLINE.map((metric) => (
        <Dropdown key={metric} trigger={['contextMenu']} disabled={!isRankable(metric)} menu={{ items: byItems, onClick: ({ key }) => place.set({ metric: metric as MetricChoice, by: key as RankBy }) }}>
          <div className={styles.tile}><HeadTile metric={metric} place={place} /></div>
        </Dropdown>
      ))}
    </TileRow>
  );
}

function isRankable(metric: string): metric is MetricChoice {
  return (METRIC_CHOICES as readonly string[]).includes(metric);
}

function HeadTile({ metric, place }: { metric: string; place: Place }) {
  const { t } = useTranslation('overview');
  const { headline } = place;
  const figure = headline && besideAuthentic(toFigure(cellOf(headline.rows[0], metric), place.comparison, headline.partial), cellOf(place.authentic, metric));
  return <Tile large={metric === 'nps'} loading={!headline} figure={figure} onDrill={drillOf(metric, place)} {...meaningOf(metric, t(`metric.${metric}`), headline)} />;
}

/** Down one level: to the units below, or from a store to its answers. */
function drillOf(metric: string, place: Place): (() => void) | undefined {
  if (!isRankable(metric)) return undefined;
  if (place.leaf) return () => place.openAnswers(metric === 'nps' ? { kind: 'survey' } : {});
  return () => {
    place.set({ metric, by: 'unit' });
    document.getElementById('ranking')?.scrollIntoView({ behavior: 'smooth', block: 'center' });
  };
}
