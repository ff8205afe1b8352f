import { cellOf, compareFor, meaningOf, toFigure, useMetrics, type QueryRow } from '@/api/metrics';
import { nameOf, type Journey } from '@/api/journeys';
import type { Language } from '@/format/number';
import { useScope } from '@/state/useScope';
import type { FigureMeaning, FigureValue } from '@/ui/figure';

export const METRICS = ['nps', 'csat', 'sentiment', 'rating'] as const;
export type JourneyMetric = (typeof METRICS)[number];

export interface TopicCount {
  key: string;
  positive: number;
  negative: number;
  total: number;
}

/** A touchpoint with what was said there. `stage` is empty for one that stands in no journey. */
export interface TouchpointFigures {
  code: string;
  name: string;
  stage: string;
  figure: FigureValue;
  count: number;
  topics: TopicCount[];
}

/** The figures of every touchpoint of a journey in its order, then of those that answers name and no journey does. */
export function useJourneyFigures(journey: Journey | undefined, elsewhere: ReadonlySet<string>, metric: JourneyMetric, label: string, language: Language) {
  const [{ unit, range, comparison }] = useScope();
  const place = { ...(unit ? { unit } : {}), time: range };
  const figures = useMetrics({ ...place, metrics: [metric, 'feedback_count'], dimensions: ['touchpoint'], compare: compareFor(comparison) });
  const mentions = useMetrics({ ...place, metrics: ['mentions'], dimensions: ['touchpoint', 'topic', 'polarity'] });
  const rowOf = new Map((figures.data?.rows ?? []).map((row) => [(row.touchpoint as string | null) ?? '', row]));
  const topics = topicsByTouchpoint(mentions.data?.rows ?? []);
  const read = (code: string, name: string, stage: string): TouchpointFigures => {
    const row = rowOf.get(code);
    return { code, name, stage, figure: toFigure(cellOf(row, metric), comparison), count: cellOf(row, 'feedback_count')?.value ?? 0, topics: topics.get(code) ?? [] };
  };
  const placed = (journey?.stages ?? []).flatMap((stage) => stage.touchpoints.map((point) => read(point.code, nameOf(point, language), nameOf(stage, language))));
  const unplaced = [...rowOf.keys()].filter((code) => !elsewhere.has(code) && !placed.some((point) => point.code === code)).map((code) => read(code, code, ''));
  const meaning: FigureMeaning = meaningOf(metric, label, figures.data);
  return { figures, placed, unplaced, meaning };
}

function topicsByTouchpoint(rows: QueryRow[]): Map<string, TopicCount[]> {
  const found = new Map<string, Map<string, TopicCount>>();
  for (const row of rows) {
    const at = (row.touchpoint as string | null) ?? '';
    const topics = found.get(at) ?? new Map<string, TopicCount>();
    const key = String(row.topic);
    const topic = topics.get(key) ?? { key, positive: 0, negative: 0, total: 0 };
    const count = cellOf(row, 'mentions')?.value ?? 0;
    const polarity = Number(row.polarity);
    topic.total += count;
    if (polarity > 0) topic.positive += count;
    if (polarity < 0) topic.negative += count;
    found.set(at, topics.set(key, topic));
  }
  return new Map([...found].map(([at, topics]) => [at, [...topics.values()].sort((a, b) => b.total - a.total)]));
}
