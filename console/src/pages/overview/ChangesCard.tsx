import { useTranslation } from 'react-i18next';
import { cellOf, compareFor, toFigure, unitOf, useMetrics, useTopicName } from '@/api/metrics';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { Change } from '@/ui/Figure';
import type { FigureMeaning, FigureValue } from '@/ui/figure';
import { EmptyState } from '@/ui/States';
import { bodyFor, usePlace, type Place } from './parts';
import styles from './overview.module.css';

interface Moved {
  key: string;
  subject: string;
  figure: FigureValue;
  meaning: FigureMeaning;
  /** Size of the change in the metric's usual range, so that points and shares can be ordered together. */
  weight: number;
  onOpen: () => void;
}

const SHOWN = 7;

function useMovedUnits(place: Place): { moved: Moved[]; pending: boolean; asOf?: string | null } {
  const { t } = useTranslation('overview');
  const by = place.leaf ? 'channel' : 'unit';
  const query = useMetrics(bodyFor(place, { metrics: ['nps'], dimensions: [by], compare: compareFor(place.comparison) }), place);
  const moved = (query.data?.rows ?? []).map((row): Moved => {
    const figure = toFigure(cellOf(row, 'nps'), place.comparison);
    const unit = by === 'unit' ? unitOf(row, 'unit') : { code: String(row.channel), name: String(row.channel) };
    return {
      key: `unit ${unit.code}`,
      subject: t('changes.unit', { name: unit.name }),
      figure,
      meaning: { unit: 'score', better: 'up' },
      weight: Math.abs(figure.change?.delta ?? 0) / 100,
      onOpen: () => (by === 'unit' ? place.goTo(unit.code) : place.openAnswers({ channel: unit.code })),
    };
  });
  return { moved, pending: query.isPending, asOf: query.data?.as_of };
}

function useMovedTopics(place: Place): Moved[] {
  const { t } = useTranslation('overview');
  const nameOf = useTopicName(useLanguage());
  const query = useMetrics(
    bodyFor(place, { metrics: ['topic_share'], dimensions: ['topic'], filters: [{ field: 'polarity', op: 'eq', value: -1 }], compare: compareFor(place.comparison) }),
    place,
  );
  return (query.data?.rows ?? []).map((row): Moved => {
    const figure = toFigure(cellOf(row, 'topic_share'), place.comparison);
    const topic = String(row.topic);
    return {
      key: `topic ${topic}`,
      subject: t('changes.topic', { name: nameOf(topic) }),
      figure,
      meaning: { unit: 'share', better: 'down' },
      weight: Math.abs(figure.change?.delta ?? 0) * 2,
      onOpen: () => place.openAnswers({ topic, polarity: '-1' }),
    };
  });
}

/** What moved beyond chance since the period compared with, largest first. */
export function ChangesCard() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const units = useMovedUnits(place);
  const topics = useMovedTopics(place);
  const moved = [...units.moved, ...topics]
    .filter((each) => !each.figure.lowSample && each.figure.change?.significant)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, SHOWN);
  return (
    <ChartFrame title={t('changes.title')} note={t('changes.note')} asOf={units.asOf} loading={units.pending} height={300}>
      {moved.length === 0 && <EmptyState compact title={t(place.comparison === 'none' ? 'changes.noComparison' : 'changes.none')} />}
      <ul className={styles.changes}>
        {moved.map((each) => (
          <li key={each.key}>
            <button type="button" className="plain-button" onClick={each.onOpen}>
              <span>{each.subject}</span>
              <span className={styles.change}>{each.figure.change && <Change change={each.figure.change} meaning={each.meaning} />}</span>
            </button>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}
