import { useQueries, useQuery } from '@tanstack/react-query';
import type { Language } from '@/format/number';
import { api, read } from './http';
import { useSession } from './session';

type Words = Record<string, string>;

export interface Survey {
  key: string;
  title: Words;
  status: 'draft' | 'published' | 'paused' | 'closed';
  versions: { number: number; published_at: string | null }[];
  created_at: string;
}

interface DefinedQuestion {
  key: string;
  title: Words;
  rows?: { key: string; label?: Words; title?: Words }[];
}

export interface SurveyDetail extends Survey {
  /** Whether it is one's own to change. */
  may_write: boolean;
  definition: { pages?: { questions: DefinedQuestion[] }[]; [other: string]: unknown };
}

export const useSurveys = (enabled = true) =>
  useQuery({
    queryKey: ['surveys'],
    queryFn: async ({ signal }) => (await read<{ items: Survey[] }>(api.GET('/api/v1/surveys', { params: { query: { limit: 200 } }, signal }))).items,
    staleTime: 60_000,
    enabled,
  });

const surveyQuery = (key: string) => ({
  queryKey: ['survey', key],
  queryFn: ({ signal }: { signal: AbortSignal }) => read<SurveyDetail>(api.GET('/api/v1/surveys/{key}', { params: { path: { key } }, signal })),
  staleTime: 300_000,
});

export const useSurvey = (key: string) => useQuery(surveyQuery(key));

export function wordsIn(words: Words | undefined, language: Language): string {
  return words?.[language] ?? Object.values(words ?? {})[0] ?? '';
}

/** Question codes ("key" or "key.row") to what respondents read. */
function titlesOf(survey: SurveyDetail, language: Language): [string, string][] {
  const questions = survey.definition.pages?.flatMap((page) => page.questions) ?? [];
  return questions.flatMap((question): [string, string][] => [
    [question.key, wordsIn(question.title, language)],
    ...(question.rows ?? []).map((row): [string, string] => [`${question.key}.${row.key}`, wordsIn(row.label ?? row.title, language)]),
  ]);
}

export function useQuestionTitle(language: Language): (question: string) => string {
  const { can } = useSession();
  const surveys = useSurveys(can('survey.read'));
  const details = useQueries({ queries: (surveys.data ?? []).map((survey) => surveyQuery(survey.key)) });
  const titles = new Map(details.flatMap((detail) => (detail.data ? titlesOf(detail.data, language) : [])));
  return (question) => titles.get(question) || question;
}
