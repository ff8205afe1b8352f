import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Language, Unit as ValueUnit } from '@/format/number';
import type { Comparison, DayRange } from '@/format/period';
import type { FigureMeaning, FigureValue } from '@/ui/figure';
import { api, read } from './http';

export interface QueryFilter {
  field: string;
  op: 'in' | 'eq' | 'between' | 'gte' | 'lte';
  value: string | number | boolean | (string | number)[];
}

export interface QueryBody {
  metrics: string[];
  dimensions?: string[];
  filters?: QueryFilter[];
  unit?: string;
  time: DayRange;
  compare?: 'previous' | 'year' | null;
  order?: { by: string; desc: boolean }[];
  limit?: number;
  authentic?: boolean;
}

// A type and not an interface: the document knows the figures of the period compared with only as an object.
type Bounds = { value: number | null; n: number; respondents?: number | null; low: number | null; high: number | null };

export interface MetricCell extends Bounds {
  state: 'ok' | 'low_sample' | 'hidden' | 'none';
  previous?: Bounds | null;
  change?: { value: number; significant: boolean | null } | null;
}

export interface UnitKey {
  code: string;
  name: string;
  id: number;
}

export interface ProductKey {
  code: string;
  name: string;
}

/** One group: its dimensions' values and its metrics' cells under their names. */
export type QueryRow = Record<string, MetricCell | UnitKey | ProductKey | string | number | null>;

export interface QueryAnswer {
  rows: QueryRow[];
  as_of: string | null;
  total: number;
  partial: boolean;
  definitions: Record<string, { name: string; formula: string; version: number }>;
}

interface AskOptions {
  /** Milliseconds between looks at the store. */
  every?: number;
  /** The moment another part of the page speaks of: asked when it is known, and again when it moves. */
  asOf?: string | null | undefined;
}

/** Asks the metrics store. */
export function useMetrics(body: QueryBody | null, options: AskOptions = {}) {
  const { every, asOf } = options;
  const waits = 'asOf' in options && asOf === undefined;
  return useQuery({
    queryKey: ['query', body, asOf ?? ''],
    queryFn: ({ signal }) => read<QueryAnswer>(api.POST('/api/v1/query', { body: { authentic: false, ...body! }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: every,
    enabled: body !== null && !waits,
  });
}

export function cellOf(row: QueryRow | undefined, metric: string): MetricCell | undefined {
  return row?.[metric] as MetricCell | undefined;
}

export function unitOf(row: QueryRow, dimension: string): UnitKey {
  return row[dimension] as UnitKey;
}

/** The product a row is about; null for what belongs to no known order. */
export function productOf(row: QueryRow): ProductKey | null {
  return (row.product ?? null) as ProductKey | null;
}

/** The cell as the kit shows it; hidden and low samples alike are withheld. */
export function toFigure(cell: MetricCell | undefined, comparison: Comparison, partial = false): FigureValue {
  if (!cell) return { value: null, n: 0 };
  const change = cell.change?.value;
  return {
    value: cell.value,
    n: cell.n,
    respondents: cell.respondents,
    low: cell.low,
    high: cell.high,
    lowSample: cell.state === 'low_sample' || cell.state === 'hidden',
    partial,
    change: comparison !== 'none' && change != null ? { against: comparison, delta: change, significant: cell.change?.significant ?? null } : null,
  };
}

/** The metrics that doubted answers enter. */
const JUDGED = new Set(['nps', 'csat', 'rating', 'feedback_count']);

/** The headline again without doubted answers, asked whenever the first answer has moved. */
export function useAuthentic(body: QueryBody, asOf: string | null | undefined): QueryRow | undefined {
  return useMetrics({ ...body, metrics: body.metrics.filter((metric) => JUDGED.has(metric)), compare: null, authentic: true }, { asOf }).data?.rows[0];
}

/** The figure with its second one beside it, where doubted answers are among those counted. */
export function besideAuthentic(figure: FigureValue, cell: MetricCell | undefined): FigureValue {
  return cell && cell.state === 'ok' && cell.n !== figure.n ? { ...figure, authentic: { value: cell.value, n: cell.n } } : figure;
}

const UNITS: Record<string, ValueUnit> = {
  nps: 'score',
  csat: 'share',
  ces: 'mean',
  mean: 'mean',
  rating: 'mean',
  sentiment: 'mean',
  topic_share: 'share',
  response_share: 'share',
  repurchase_rate: 'share',
  on_time_rate: 'share',
  revenue: 'money',
};

const DOWN_IS_BETTER = new Set(['tickets_open', 'tickets_overdue']);
const NEITHER = new Set(['responses', 'feedback_count', 'mentions', 'tickets', 'response_share', 'topic_share']);

export function valueUnit(metric: string): ValueUnit {
  return UNITS[metric.split(':')[0]!] ?? 'count';
}

/** How a metric reads, with its 口径 from the answer that carried it. */
export function meaningOf(metric: string, label: string, answer: QueryAnswer | undefined): FigureMeaning & { label: string } {
  const better = DOWN_IS_BETTER.has(metric) ? 'down' : NEITHER.has(metric) ? 'neither' : 'up';
  return { unit: valueUnit(metric), label, better, definition: answer?.definitions[metric]?.formula };
}

/** The comparison as the query names it. */
export function compareFor(comparison: Comparison): QueryBody['compare'] {
  return comparison === 'none' ? null : comparison;
}

export interface Topic {
  key: string;
  name_zh: string;
  name_zh_hant: string;
  name_en: string;
}

/** A topic in the reader's language and script. */
export function nameOfTopic(topic: Topic, language: Language): string {
  return { 'zh-Hans': topic.name_zh, 'zh-Hant': topic.name_zh_hant, en: topic.name_en }[language];
}

/** Topic keys to names in the reader's language; a key unknown to the server shows as itself. */
export function useTopicName(language: Language): (key: string) => string {
  const { data } = useTopics();
  return (key) => {
    const topic = data?.find((each) => each.key === key);
    return topic ? nameOfTopic(topic, language) : key;
  };
}

export const useTopics = () =>
  useQuery({
    queryKey: ['topics'],
    queryFn: async ({ signal }) => (await read<{ items: Topic[] }>(api.GET('/api/v1/topics', { signal }))).items,
    staleTime: Infinity,
  });
