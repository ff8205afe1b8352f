import { useTranslation } from 'react-i18next';
import { useTopicName } from '@/api/metrics';
import { formatCount } from '@/format/number';
import { useLanguage } from '@/i18n';
import { DataTable } from '@/ui/DataTable';
import { Figure } from '@/ui/Figure';
import type { FigureMeaning } from '@/ui/figure';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import type { TopicCount, TouchpointFigures } from './useJourneyFigures';
import styles from './journeys.module.css';

const TOPICS_SHOWN = 3;

interface TouchpointTableProps {
  points: TouchpointFigures[] | undefined;
  meaning: FigureMeaning;
  openCode: string | undefined;
  onOpen: (code: string) => void;
}

/** The touchpoints line by line: how it went, how many spoke, and of what most. */
export function TouchpointTable({ points, meaning, openCode, onOpen }: TouchpointTableProps) {
  const { t } = useTranslation('journeys');
  const columns: Column<TouchpointFigures>[] = [
    { key: 'touchpoint', title: t('column.touchpoint'), render: (point) => <strong>{point.name || t('unnamed')}</strong> },
    { key: 'stage', title: t('column.stage'), render: (point) => point.stage || <span className={styles.muted}>{t('unplaced')}</span> },
    { key: 'figure', title: meaning.label ?? '', render: (point) => <Figure figure={point.figure} size="inline" {...meaning} /> },
    { key: 'count', title: t('column.volume'), align: 'right', render: (point) => formatCount(point.count) },
    { key: 'topics', title: t('column.topics'), render: (point) => <TopTopics topics={point.topics.slice(0, TOPICS_SHOWN)} /> },
  ];
  return (
    <DataTable
      name="touchpoints"
      label={t('touchpoints')}
      toolbar={<h2 className={styles.heading}>{t('touchpoints')}</h2>}
      columns={columns}
      rows={points}
      rowKey={(point) => point.code}
      onOpen={(point) => onOpen(point.code)}
      openKey={openCode}
      card={(point) => <PointCard point={point} meaning={meaning} />}
      empty={<EmptyState compact title={t('noTouchpoints')} />}
    />
  );
}

/** Topics with how often they were praised and complained of. */
export function TopTopics({ topics }: { topics: TopicCount[] }) {
  const { t } = useTranslation('journeys');
  const topicName = useTopicName(useLanguage());
  if (topics.length === 0) return <span className={styles.muted}>{t('noTopics')}</span>;
  return (
    <ul className={styles.topics}>
      {topics.map((topic) => (
        <li key={topic.key}>
          {topicName(topic.key)}{' '}
          <span className={styles.bad}><span aria-hidden="true">▼</span><span className="visually-hidden">{t('negative')}</span>{formatCount(topic.negative)}</span>{' '}
          <span className={styles.good}><span aria-hidden="true">▲</span><span className="visually-hidden">{t('positive')}</span>{formatCount(topic.positive)}</span>
        </li>
      ))}
    </ul>
  );
}

function PointCard({ point, meaning }: { point: TouchpointFigures; meaning: FigureMeaning }) {
  const { t } = useTranslation('journeys');
  return (
    <div className={styles.card}>
      <span className={styles.cardHead}><strong>{point.name || t('unnamed')}</strong><span className={styles.muted}>{point.stage || t('unplaced')}</span></span>
      <Figure figure={point.figure} size="inline" {...meaning} />
      <TopTopics topics={point.topics.slice(0, TOPICS_SHOWN)} />
    </div>
  );
}
