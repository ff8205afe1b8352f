import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Change } from '../model/change';
import type { Definition, Question } from '../model/definition';
import { findQuestion } from '../model/find';
import type { History } from '../model/history';
import type { EditorStore } from './store';

export interface Editor {
  store: EditorStore;
  /** The survey's key on the server. */
  survey: string;
  /** The language the words are written and shown in. */
  language: string;
  setLanguage: (language: string) => void;
  /** Only to be looked at: no right to write, or another's lock. */
  locked: boolean;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('useEditor outside of the editor');
  return editor;
}

/** A part of the survey; the component renders again only when `select` gives another value. */
export function useDefinition<T>(select: (definition: Definition) => T): T {
  const { store } = useEditor();
  return useSyncExternalStore(store.subscribe, () => select(store.get().present));
}

const whole = (definition: Definition): Definition => definition;

export const useWhole = (): Definition => useDefinition(whole);

export function useHistory(): History<Definition> {
  const { store } = useEditor();
  return useSyncExternalStore(store.subscribe, store.get);
}

export const useQuestion = (key: string): Question | undefined => useDefinition((definition) => findQuestion(definition, key)?.question);

export function useChange(): (change: Change, tag?: string) => void {
  const { store, locked } = useEditor();
  return useCallback((change: Change, tag?: string) => !locked && store.change(change, tag), [store, locked]);
}

/** Changes fields of one question. */
export function useSetQuestion(key: string): (patch: Partial<Question>, tag?: string) => void {
  const change = useChange();
  return useCallback((patch: Partial<Question>, tag?: string) => change({ do: 'setQuestion', question: key, patch }, tag && `${key} ${tag}`), [change, key]);
}
