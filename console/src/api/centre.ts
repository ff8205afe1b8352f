import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, fileUrl, read, type QueryParams } from './http';
import type { SentFile } from '@/ui/SentFiles';
import type { UnitRef } from './session';
import type { Survey } from './surveys';

type Words = Record<string, string>;
interface Named {
  id: number;
  name: string;
}

/** A survey as the list shows it. */
export interface ListedSurvey extends Survey {
  archived_at: string | null;
  draft: { revision: number; saved_at: string; saved_by: Named | null; differs: boolean } | null;
  owner: Named | null;
  owner_unit: UnitRef;
  folder: Named | null;
  tags: string[];
  scene: string;
  touchpoint: { code: string; name_zh: string; name_en: string } | null;
  target_group: string;
  languages: string[];
  questions: number;
  open_comments: number;
  may_write: boolean;
  updated_at: string;
}

/** A number of the store with its interval; `low_sample` is under the minimum n, `none` is no data and not 0. */
export interface CountedFigure {
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
  state: 'ok' | 'low_sample' | 'none';
}

export interface SurveyFigures {
  key: string;
  responses: number;
  responses_today: number;
  duration: CountedFigure;
  /** Of the invited; null where nobody was, since who leaves a link unanswered is not known. */
  response_rate: CountedFigure | null;
  completion_rate: CountedFigure | null;
}

/** What stands beside each survey of a page of the list. */
export const useSurveyFigures = (keys: string[], unit: string | undefined) =>
  useQuery({
    queryKey: ['survey-figures', keys, unit],
    queryFn: ({ signal }) => read<{ items: SurveyFigures[]; as_of: string | null }>(api.GET('/api/v1/survey-figures', { params: { query: { survey: keys, unit } }, signal })),
    enabled: keys.length > 0,
    refetchInterval: 60_000,
  });

export interface Facets {
  statuses: { value: string; count: number }[];
  folders: (Named & { count: number })[];
  tags: { value: string; count: number }[];
  scenes: { value: string; count: number }[];
  owners: (Named & { count: number })[];
  archived: number;
}

export const useSurveyFacets = () =>
  useQuery({ queryKey: ['survey-facets'], queryFn: ({ signal }) => read<Facets>(api.GET('/api/v1/surveys/facets', { signal })), staleTime: 30_000 });

export interface Folder extends Named {
  parent: number | null;
  unit: UnitRef;
  surveys: number;
  may_write: boolean;
}

export const useFolders = (enabled: boolean) =>
  useQuery({ queryKey: ['survey-folders'], queryFn: ({ signal }) => read<{ items: Folder[] }>(api.GET('/api/v1/survey-folders', { signal })), enabled });

const LISTS = ['/api/v1/surveys', 'surveys', 'survey', 'survey-facets', 'survey-folders'];

/** A change to a survey, after which every list of surveys is asked again. */
export function useSurveyChange<Given, Answer = unknown>(change: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of LISTS) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

export type SurveyAct = 'pause' | 'resume' | 'close' | 'archive' | 'restore';

const at = (key: string) => ({ params: { path: { key } } });

export function actOnSurvey({ key, act }: { key: string; act: SurveyAct }): Promise<unknown> {
  switch (act) {
    case 'pause':
      return read(api.POST('/api/v1/surveys/{key}/pause', at(key)));
    case 'resume':
      return read(api.POST('/api/v1/surveys/{key}/resume', at(key)));
    case 'close':
      return read(api.POST('/api/v1/surveys/{key}/close', at(key)));
    case 'archive':
      return read(api.POST('/api/v1/surveys/{key}/archive', at(key)));
    case 'restore':
      return read(api.POST('/api/v1/surveys/{key}/restore', at(key)));
  }
}

export const copySurvey = (key: string): Promise<{ key: string }> => read<{ key: string }>(api.POST('/api/v1/surveys', { body: { copy_of: key } as never }));

/** A survey of one's own around headquarters' questions, which stay as they are. */
export const extendSurvey = (key: string): Promise<{ key: string }> => read<{ key: string }>(api.POST('/api/v1/surveys', { body: { extends: key } as never }));

export const deleteDraft = (key: string): Promise<unknown> => read(api.DELETE('/api/v1/surveys/{key}', at(key)));

export interface Filing {
  folder: number | null;
  tags: string[];
  scene: string;
  touchpoint: string | null;
  target_group: string;
}

export const fileSurvey = ({ key, filing }: { key: string; filing: Filing }): Promise<unknown> => read(api.PATCH('/api/v1/surveys/{key}', { ...at(key), body: filing as never }));

export const addFolder = (name: string): Promise<Folder> => read<Folder>(api.POST('/api/v1/survey-folders', { body: { name } as never }));

/** One question, or one line of a matrix, over all versions of a survey. */
export interface QuestionColumn {
  key: string;
  question: string;
  row: string;
  title: string;
  /** The words of a matrix's line alone. */
  line: string;
  type: string;
  role: string | null;
  personal: boolean;
  versions: number[];
}

/** `test`: those of the draft too, which test answers may be about. */
export const useQuestionColumns = (key: string, test = false) =>
  useQuery({
    queryKey: ['survey-columns', key, test, document.documentElement.lang],
    queryFn: async ({ signal }) => (await read<{ items: QuestionColumn[] }>(api.GET('/api/v1/surveys/{key}/columns', { params: { path: { key }, query: { test } }, signal }))).items,
    staleTime: 60_000,
  });

export type Cell = string | number | null;

export interface AnswerRow {
  id: number;
  at: string;
  unit: UnitRef;
  channel: string;
  touchpoint: string;
  score: number | null;
  duration_s: number | null;
  language: string;
  version: number;
  flags: string[];
  excluded: boolean;
  feedback_id: number | null;
  cells: Record<string, Cell>;
}

export interface AnswerDetail extends AnswerRow {
  answers: { key: string; title: string; type: string; value: Cell; files: SentFile[] }[];
  customer: string | null;
  customer_id: string | null;
  order_number: string;
  consent_version: string;
  collector: string;
  device: string;
  is_test: boolean;
  outcome: 'completed' | 'screened_out' | 'over_quota';
  suspicion: number;
  history: { at: string; what: 'received' | 'flagged' | 'reversed'; who: string; flag: string; weight: number | null; note: string }[];
}

export const useAnswer = (key: string, id: string) =>
  useQuery({
    queryKey: ['answer', key, id, document.documentElement.lang],
    queryFn: ({ signal }) => read<AnswerDetail>(api.GET('/api/v1/surveys/{key}/answers/{response_id}', { params: { path: { key, response_id: Number(id) } }, signal })),
  });

const ANSWERS = '/api/v1/surveys/{key}/answers';

export function useDeleteTests(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read<{ deleted: number }>(api.DELETE('/api/v1/surveys/{key}/test-answers', at(key))),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [ANSWERS] }),
  });
}

export interface Spread {
  key: string;
  label: string;
  count: number;
  share: CountedFigure;
  low: number | null;
  high: number | null;
  mean: CountedFigure | null;
}

export interface QuestionSummary {
  key: string;
  title: string;
  type: string;
  role: string | null;
  n: number;
  metric: '' | 'nps' | 'csat' | 'mean';
  figure: CountedFigure | null;
  spread: Spread[];
}

export interface Summary {
  responses: number;
  as_of: string | null;
  questions: QuestionSummary[];
}

export const useSummary = (key: string, filter: QueryParams) =>
  useQuery({
    queryKey: ['survey-summary', key, filter, document.documentElement.lang],
    queryFn: ({ signal }) => read<Summary>(api.GET('/api/v1/surveys/{key}/summary', { params: { path: { key }, query: filter as never }, signal })),
    refetchInterval: 15_000,
  });

/** Of the newest responses that were shown a question, the share that answered it. */
export interface DropOff {
  sample: number;
  questions: { question: string; answered: CountedFigure }[];
}

export const useDropOff = (key: string, filter: QueryParams) =>
  useQuery({
    queryKey: ['survey-drop-off', key, filter],
    queryFn: ({ signal }) => read<DropOff>(api.GET('/api/v1/surveys/{key}/drop-off', { params: { path: { key }, query: filter as never }, signal })),
    staleTime: 60_000,
  });

/** Where people left forms they never sent. */
export interface Leaving {
  sent: number;
  people: number;
  pages: { page: string; number: number; title: string; people: number; left: CountedFigure }[];
  questions: { question: string; title: string; people: number }[];
  channels: { channel: string; people: number }[];
}

export const useLeaving = (key: string, filter: QueryParams) =>
  useQuery({
    queryKey: ['survey-leaving', key, filter, document.documentElement.lang],
    queryFn: ({ signal }) => read<Leaving>(api.GET('/api/v1/surveys/{key}/leaving', { params: { path: { key }, query: filter as never }, signal })),
    staleTime: 60_000,
  });

/** More rows than this are exported in the background; the server refuses them at once. */
export const DIRECT_ROWS = 10_000;

export const answersUrl = (key: string, kind: 'xlsx' | 'csv', filter: QueryParams): string => fileUrl(`/surveys/${key}/answers/export.${kind}`, filter);
export const exportUrl = (id: string): string => fileUrl(`/answer-exports/${id}/file`);

export interface AnswerExport {
  id: string;
  state: 'running' | 'done' | 'failed';
  rows_done: number;
  rows_total: number;
  error: string;
  created_at: string;
}

const exportsOf = (key: string) => ['answer-exports', key];

/** The reader's own exports of a survey, looked at again while one is under way. */
export const useExports = (key: string, enabled: boolean) =>
  useQuery({
    queryKey: exportsOf(key),
    queryFn: async ({ signal }) => (await read<{ items: AnswerExport[] }>(api.GET('/api/v1/surveys/{key}/exports', { ...at(key), signal }))).items,
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? 1500 : false),
    enabled,
  });

export function useStartExport(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (filter: QueryParams) => read<AnswerExport>(api.POST('/api/v1/surveys/{key}/exports', { params: { path: { key }, query: filter as never } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: exportsOf(key) }),
  });
}

export interface Version {
  number: number;
  published_at: string | null;
  published_by: Named | null;
  questions: number;
}

export const useVersions = (key: string) =>
  useQuery({ queryKey: ['survey-versions', key], queryFn: async ({ signal }) => (await read<{ items: Version[] }>(api.GET('/api/v1/surveys/{key}/versions', { ...at(key), signal }))).items });

export interface VersionChange {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  what: string;
  key: string;
  title: Words;
  fields: { field: string; old?: unknown; new?: unknown }[];
  words: { field: string; language: string; old: string; new: string }[];
}

export const useDifferences = (key: string, from: number, to: number) =>
  useQuery({
    queryKey: ['survey-diff', key, from, to],
    queryFn: async ({ signal }) => (await read<{ changes: VersionChange[] }>(api.GET('/api/v1/surveys/{key}/diff', { params: { path: { key }, query: { from: String(from), to: String(to) } }, signal }))).changes,
    enabled: from > 0 && to > 0 && from !== to,
    staleTime: Infinity,
  });
