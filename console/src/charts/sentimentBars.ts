import type { EChartsCoreOption } from 'echarts/core';
import { formatCount } from '@/format/number';
import { quietAxis, tooltipBox, tooltipContent, type ChartColours } from './style';

export interface TopicSentiment {
  key: string;
  label: string;
  positive: number;
  negative: number;
  neutral: number;
}

export interface SentimentWords {
  positive: string;
  negative: string;
  neutral: string;
}

/** Mentions per topic: negative to the left of zero, positive to the right, so both can be compared down the page. */
export function sentimentBarsOption(topics: TopicSentiment[], words: SentimentWords, colours: ChartColours): EChartsCoreOption {
  const axis = quietAxis(colours);
  const reach = Math.max(1, ...topics.flatMap((topic) => [topic.positive, topic.negative])) * 1.25;
  return {
    animationDuration: 200,
    grid: { left: 76, right: 16, top: 8, bottom: 24 },
    xAxis: { ...axis, type: 'value', min: -reach, max: reach, splitLine: { show: false }, axisLabel: { show: false } },
    yAxis: { ...axis, type: 'category', inverse: true, data: topics.map((topic) => topic.label), axisLabel: { color: colours.ink, fontSize: 13 }, axisLine: { show: false } },
    tooltip: { ...tooltipBox(colours), trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (hits: unknown) => tipFor(topics, hits, words) },
    series: [side('negative', -1, topics, words, colours.detractor, colours), side('positive', 1, topics, words, colours.promoter, colours)],
  };
}

function side(id: 'negative' | 'positive', sign: 1 | -1, topics: TopicSentiment[], words: SentimentWords, color: string, colours: ChartColours) {
  return {
    id,
    name: words[id],
    type: 'bar' as const,
    stack: 'all',
    barWidth: 14,
    data: topics.map((topic) => ({ value: sign * topic[id], label: { position: sign < 0 ? ('left' as const) : ('right' as const) } })),
    itemStyle: { color },
    label: { show: true, color: colours.ink2, fontSize: 12, formatter: ({ value }: { value: number }) => (value === 0 ? '' : formatCount(Math.abs(value))) },
  };
}

function tipFor(topics: TopicSentiment[], hits: unknown, words: SentimentWords): HTMLElement | string {
  const topic = topics[(hits as { dataIndex: number }[])[0]?.dataIndex ?? -1];
  if (!topic) return '';
  const rows = (['negative', 'positive', 'neutral'] as const).map((side): [string, string] => [words[side], formatCount(topic[side])]);
  return tooltipContent(topic.label, rows);
}
