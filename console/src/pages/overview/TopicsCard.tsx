import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cellOf, useMetrics, useTopicName, type QueryRow } from '@/api/metrics';
import { sentimentBarsOption, type TopicSentiment } from '@/charts/sentimentBars';
import { useChartColours } from '@/charts/style';
import { useLanguage } from '@/i18n';
import { ChartFrame } from '@/ui/ChartFrame';
import { bodyFor, usePlace } from './parts';

function gather(rows: QueryRow[], nameOf: (key: string) => string): TopicSentiment[] {
  const topics = new Map<string, TopicSentiment>();
  for (const row of rows) {
    const key = String(row.topic);
    const topic = topics.get(key) ?? { key, label: nameOf(key), positive: 0, negative: 0, neutral: 0 };
    const count = cellOf(row, 'mentions')?.value ?? 0;
    const polarity = Number(row.polarity);
    if (polarity > 0) topic.positive += count;
    else if (polarity < 0) topic.negative += count;
    else topic.neutral += count;
    topics.set(key, topic);
  }
  return [...topics.values()].sort((a, b) => b.positive + b.negative - a.positive - a.negative);
}

/** What customers praise and complain of; a click opens the very words. */
export function TopicsCard() {
  const { t } = useTranslation('overview');
  const place = usePlace();
  const colours = useChartColours();
  const nameOf = useTopicName(useLanguage());
  const query = useMetrics(bodyFor(place, { metrics: ['mentions'], dimensions: ['topic', 'polarity'] }), place);
  const topics = gather(query.data?.rows ?? [], nameOf);
  const words = useMemo(() => ({ positive: t('topics.positive'), negative: t('topics.negative'), neutral: t('topics.neutral') }), [t]);
  // `topics` is made anew on each render from the answer.
  const option = useMemo(() => sentimentBarsOption(topics, words, colours), [query.data, words, colours, nameOf(topics[0]?.key ?? '')]);
  return (
    <ChartFrame
      title={t('topics.title')}
      note={t('topics.note')}
      n={topics.reduce((sum, topic) => sum + topic.positive + topic.negative + topic.neutral, 0)}
      asOf={query.data?.as_of}
      loading={query.isPending}
      error={query.data ? undefined : query.error}
      onRetry={() => void query.refetch()}
      option={option}
      height={Math.max(160, topics.length * 28 + 40)}
      empty={t('topics.empty')}
      onPick={({ index, series }) => topics[index] && place.openAnswers({ topic: topics[index].key, polarity: series === 'negative' ? '-1' : '1' })}
      table={{ columns: [t('topics.topic'), words.negative, words.positive, words.neutral], rows: topics.map((topic) => [topic.label, topic.negative, topic.positive, topic.neutral]) }}
    />
  );
}
