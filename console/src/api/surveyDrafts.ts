import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type CursorPage } from './http';

type Words = Record<string, string>;
/** A survey or a question as JSON; what stands in it is the editor's concern. */
type Json = Record<string, unknown>;

/** One thing wrong with a draft: the path into its JSON, a stable code and words for a person. */
export interface Fault {
  path: string;
  code: string;
  message: string;
}

export interface Person {
  id: number;
  name: string;
}

/** The working copy of a survey. Its revision grows with every save; saving over another's is refused. */
export interface Draft {
  definition: Json | null;
  revision: number;
  based_on: number | null;
  saved_at: string | null;
  saved_by: Person | null;
  differs: boolean;
  faults: Fault[];
  warnings: Fault[];
  /** Questions of headquarters' survey that this one builds on: not to be changed here. */
  locked: string[];
}

export interface Version {
  number: number;
  published_at: string | null;
  published_by: Person | null;
  questions: number;
}

export interface Comment {
  id: number;
  question: string;
  text: string;
  by: Person | null;
  at: string;
  resolved_at: string | null;
}

export interface BankEntry {
  id: number;
  title: Words;
  type: string;
  tags: string[];
  question: Json;
  may_write: boolean;
}

export interface Template {
  key: string;
  scene: string;
  industry: string;
  title: Words;
  description: Words;
  questions: number;
  minutes: number;
}

export interface VersionChange {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  what: 'survey' | 'page' | 'question';
  key: string;
  title: Words;
  fields: { field: string; old: unknown; new: unknown }[];
  words: { field: string; language: string; old: string; new: string }[];
}

const path = (key: string) => ({ params: { path: { key } } });

export const useDraft = (key: string) =>
  useQuery({
    queryKey: ['survey-draft', key],
    queryFn: ({ signal }) => read<Draft>(api.GET('/api/v1/surveys/{key}/draft', { ...path(key), signal })),
    // The editor holds the draft from here on; a copy from before would hide what was saved since.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Whether the reader may change this survey: its unit decides, not only the permission. */
export const useMayWrite = (key: string) =>
  useQuery({ queryKey: ['survey-head', key], queryFn: ({ signal }) => read<{ may_write: boolean }>(api.GET('/api/v1/surveys/{key}', { ...path(key), signal })), select: (survey) => survey.may_write });

export const loadDraft = (key: string): Promise<Draft> => read<Draft>(api.GET('/api/v1/surveys/{key}/draft', path(key)));

export const saveDraft = (key: string, definition: Json, revision: number): Promise<Draft> =>
  read<Draft>(api.PUT('/api/v1/surveys/{key}/draft', { ...path(key), body: { definition, revision } }));

export const publishDraft = (key: string, revision: number): Promise<unknown> => read(api.POST('/api/v1/surveys/{key}/publish', { ...path(key), body: { revision } }));

export const useDifferences = (key: string, from: number | null, saved: number) =>
  useQuery({
    queryKey: ['survey-diff', key, from, saved],
    queryFn: ({ signal }) => read<{ changes: VersionChange[] }>(api.GET('/api/v1/surveys/{key}/diff', { params: { path: { key }, query: { from: String(from), to: 'draft' } }, signal })),
    enabled: from !== null,
  });

export const useVersions = (key: string) =>
  useQuery({ queryKey: ['survey-versions', key], queryFn: ({ signal }) => read<{ items: Version[] }>(api.GET('/api/v1/surveys/{key}/versions', { ...path(key), signal })) });

/** An address at which the answer page shows the draft (`version` "draft") or a version; good for two hours. */
export interface SurveyPreview {
  path: string;
  unit: { code: string; name: string };
  faults: Fault[];
}

export const usePreview = (key: string, version: string, unit: string | undefined) =>
  useQuery({
    queryKey: ['survey-preview', key, version, unit],
    queryFn: () => read<SurveyPreview>(api.POST('/api/v1/surveys/{key}/preview', { ...path(key), body: { version, unit: unit ?? '' } })),
    staleTime: 90 * 60_000,
    refetchInterval: 90 * 60_000,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** An old version taken up again as the draft. */
export const restoreVersion = (key: string, number: number, revision: number): Promise<Draft> =>
  read<Draft>(api.POST('/api/v1/surveys/{key}/versions/{number}/draft', { params: { path: { key, number } }, body: { revision } }));

/** Headquarters' newest questions taken over; those added here stay. */
export const renewDraft = (key: string, revision: number): Promise<Draft> => read<Draft>(api.POST('/api/v1/surveys/{key}/draft/renew', { ...path(key), body: { revision } }));

export const convertTexts = (key: string, from: string, to: string, revision: number): Promise<Draft> =>
  read<Draft>(api.POST('/api/v1/surveys/{key}/texts/convert', { ...path(key), body: { from, to, overwrite: false, revision } }));

export interface TextsImported {
  draft: Draft;
  changed: number;
  refused: { row: number; code: string; message: string }[];
}

/** The document calls a file's content a string; the form carries the file itself. */
function form(fields: Record<string, string | File>): () => FormData {
  return () => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    return data;
  };
}

/** A picture kept for surveys; `path` is what a definition holds. */
export const addPicture = (file: File): Promise<{ path: string; width: number; height: number }> =>
  read(api.POST('/api/v1/survey-pictures', { body: { file: file.name }, bodySerializer: form({ file }) }));

export const importTexts = (key: string, file: File, revision: number): Promise<TextsImported> =>
  read<TextsImported>(api.POST('/api/v1/surveys/{key}/texts.xlsx', { ...path(key), body: { file: file.name, revision }, bodySerializer: form({ file, revision: String(revision) }) }));

const commentsKey = (key: string) => ['survey-comments', key];

export const useComments = (key: string) =>
  useQuery({ queryKey: commentsKey(key), queryFn: ({ signal }) => read<{ items: Comment[] }>(api.GET('/api/v1/surveys/{key}/comments', { ...path(key), signal })), refetchInterval: 30_000 });

export type CommentAct = { act: 'add'; question: string; text: string } | { act: 'resolve' | 'reopen' | 'remove'; id: number };

export function useComment(key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: CommentAct) => sendComment(key, given),
    onSuccess: () => void queries.invalidateQueries({ queryKey: commentsKey(key) }),
  });
}

function sendComment(key: string, given: CommentAct): Promise<unknown> {
  if (given.act === 'add') return read(api.POST('/api/v1/surveys/{key}/comments', { ...path(key), body: { question: given.question, text: given.text } }));
  const one = { params: { path: { key, comment_id: given.id } } };
  if (given.act === 'remove') return read(api.DELETE('/api/v1/surveys/{key}/comments/{comment_id}', one));
  return read(given.act === 'resolve' ? api.POST('/api/v1/surveys/{key}/comments/{comment_id}/resolve', one) : api.POST('/api/v1/surveys/{key}/comments/{comment_id}/reopen', one));
}

export const useBank = (words: string, type: string | undefined, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['question-bank', words, type],
    queryFn: ({ pageParam, signal }) => read<CursorPage<BankEntry>>(api.GET('/api/v1/question-bank', { params: { query: { q: words, type, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled,
  });

export function useKeepInBank() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (question: Json) => read(api.POST('/api/v1/question-bank', { body: { question } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['question-bank'] }),
  });
}

export function useForgetFromBank() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => read(api.DELETE('/api/v1/question-bank/{question_id}', { params: { path: { question_id: id } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['question-bank'] }),
  });
}

export const useTemplates = () =>
  useQuery({ queryKey: ['survey-templates'], queryFn: ({ signal }) => read<{ items: Template[] }>(api.GET('/api/v1/survey-templates', { signal })), staleTime: 300_000 });

export const useTemplate = (key: string | undefined) =>
  useQuery({
    queryKey: ['survey-template', key],
    queryFn: ({ signal }) => read<Template & { definition: Json }>(api.GET('/api/v1/survey-templates/{key}', { params: { path: { key: key! } }, signal })),
    enabled: key !== undefined,
    staleTime: 300_000,
  });

export interface Start {
  title?: Words;
  languages?: string[];
  template?: string;
  copy_of?: string;
  folder?: number;
}

export const startSurvey = (start: Start): Promise<{ key: string }> => read<{ key: string }>(api.POST('/api/v1/surveys', { body: start as never }));

export interface Imported {
  survey: { key: string };
  not_taken: { where: string; code: string; message: string }[];
}

export const importSurvey = (file: File, folder: number | undefined): Promise<Imported> =>
  read<Imported>(api.POST('/api/v1/surveys/import', { body: { file: file.name, folder }, bodySerializer: form({ file, ...(folder === undefined ? {} : { folder: String(folder) }) }) }));
