import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';

export interface ScorecardItem {
  key: string;
  metric: string;
  name_zh: string;
  name_en: string;
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
  value_all: number | null;
  n_all: number;
  target: number;
  min_n: number;
  weight: number;
  weight_used: number;
  score: number | null;
  contribution: number;
  left_out: 'not_applicable' | 'no_data' | 'below_minimum' | null;
}

export interface Standing {
  unit: { code: string; name: string; kind: string };
  total: number | null;
  total_all: number | null;
  n: number;
  rank: number | null;
  /** Others have the same rank. */
  tied: boolean;
  previous_total: number | null;
  change: number | null;
  items: ScorecardItem[];
  computed_at: string | null;
}

export interface VersionRef {
  scheme: string;
  number: number;
  effective_from: string;
}

export interface Ranking {
  month: string;
  version: VersionRef;
  minimum_n: number;
  ranked: number;
  total: number;
  items: Standing[];
  next_cursor: string | null;
}

export interface OpenedItem extends ScorecardItem {
  curve: Record<string, unknown>;
  lost: number;
  drill: { lists: 'feedback' | 'tickets'; filter: Record<string, unknown>; query: Record<string, unknown> };
}

export interface Scorecard extends Omit<Standing, 'items' | 'computed_at'> {
  computed_at: string;
  month: string;
  version: VersionRef;
  ranked: number;
  items: OpenedItem[];
  months: { month: string; total: number | null; total_all: number | null; n: number }[];
}

export type SchemeItem = Schemas['ItemSpec'];

export interface SchemeVersion {
  number: number;
  effective_from: string;
  note: string;
  published_at: string;
  published_by: string | null;
  items: SchemeItem[];
  in_force: boolean;
}

const FIRST_MONTH = '2000-01-01';

/** Whether a version was there before any other: its date is the earliest the product knows, and says nothing. */
export function isSinceEver(version: SchemeVersion): boolean {
  return version.effective_from === FIRST_MONTH;
}

export interface Scheme {
  key: string;
  name_zh: string;
  name_en: string;
  version: SchemeVersion | null;
}

interface Side {
  total: number | null;
  total_all: number | null;
  n: number;
  items: ScorecardItem[];
}

export interface TryOut {
  month: string;
  version: VersionRef;
  items: { unit: { code: string; name: string; kind: string }; before: Side; after: Side; change: number | null }[];
}

export const useScorecard = (unit: string | undefined, month: string) =>
  useQuery({
    queryKey: ['scorecard', unit, month],
    queryFn: ({ signal }) => read<Scorecard>(api.GET('/api/v1/scorecards/{unit_code}/{month}', { params: { path: { unit_code: unit!, month } }, signal })),
    enabled: unit !== undefined,
    refetchInterval: 10_000,
  });

export const useSchemes = () => useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => read<Scheme[]>(api.GET('/api/v1/schemes', { signal })) });

export const useScheme = (key: string | undefined) =>
  useQuery({
    queryKey: ['scheme', key],
    queryFn: ({ signal }) => read<{ key: string; versions: SchemeVersion[] }>(api.GET('/api/v1/schemes/{key}', { params: { path: { key: key! } }, signal })),
    enabled: key !== undefined,
  });

export const useTryOut = (key: string) =>
  useMutation({ mutationFn: (body: { items: SchemeItem[]; month: string; unit?: string }) => read<TryOut>(api.POST('/api/v1/schemes/{key}/what-if', { params: { path: { key } }, body })) });

export function usePublishScheme(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { items: SchemeItem[]; effective_from: string; note: string }) => read<SchemeVersion>(api.POST('/api/v1/schemes/{key}/versions', { params: { path: { key } }, body })),
    onSuccess: () => {
      for (const name of ['schemes', 'scheme', '/api/v1/scorecards', 'scorecard']) void queries.invalidateQueries({ queryKey: [name] });
    },
  });
}
