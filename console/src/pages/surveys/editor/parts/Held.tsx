import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { EditorContext, useEditor } from '../state/useEditor';
import { useSaver } from '../state/useProblems';

/** Whether only headquarters changes the question. */
export function useHeld(question: string | undefined): boolean {
  const saver = useSaver();
  return useSyncExternalStore(saver.subscribe, () => question !== undefined && saver.get().kept.locked.includes(question));
}

/** Inside, a question of headquarters can be looked at and talked about, not changed. */
export function Held({ question, children }: { question: string | undefined; children: ReactNode }) {
  const editor = useEditor();
  const held = useHeld(question);
  const value = useMemo(() => (held ? { ...editor, locked: true } : editor), [editor, held]);
  return <EditorContext.Provider value={value}>{children}</EditorContext.Provider>;
}
