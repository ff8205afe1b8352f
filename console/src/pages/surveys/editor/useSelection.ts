import { useCallback, useMemo } from 'react';
import { param, useUrlState } from '@/state/useUrlState';
import { findPage, findQuestion } from './model/find';
import { useDefinition } from './state/useEditor';

export const VIEWS = ['compose', 'flow', 'logic', 'texts', 'theme', 'preview'] as const;
export type View = (typeof VIEWS)[number];

const PARAMS = { view: param.choice(VIEWS, 'compose'), q: param.optional(), p: param.optional() };

/** What is being worked on: a question, else a page, else the survey as a whole. It stands in the address. */
export interface Selection {
  view: View;
  question: string | undefined;
  /** The page that is shown; of the selected question, if one is. */
  page: string;
  /** Whether the page itself was chosen, and not only what is on it. */
  pageChosen: boolean;
  show: (view: View) => void;
  selectQuestion: (key: string | undefined) => void;
  selectPage: (key: string) => void;
}

export function useSelection(): Selection {
  const [{ view, q, p }, set] = useUrlState(PARAMS);
  const question = useDefinition((definition) => (q && findQuestion(definition, q) ? q : undefined));
  const page = useDefinition((definition) => (question ? findQuestion(definition, question)!.page.key : p && findPage(definition, p) ? p : (definition.pages[0]?.key ?? '')));
  const show = useCallback((next: View) => set({ view: next }, { push: true }), [set]);
  const selectQuestion = useCallback((key: string | undefined) => set(key ? { q: key, p: undefined, view: 'compose' } : { q: undefined }), [set]);
  const selectPage = useCallback((key: string) => set({ p: key, q: undefined, view: 'compose' }), [set]);
  const pageChosen = question === undefined && p !== undefined;
  return useMemo(() => ({ view, question, page, pageChosen, show, selectQuestion, selectPage }), [view, question, page, pageChosen, show, selectQuestion, selectPage]);
}
