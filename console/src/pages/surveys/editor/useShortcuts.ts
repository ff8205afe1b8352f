import { useEffect } from 'react';
import { useChange, useEditor } from './state/useEditor';
import type { Selection } from './useSelection';

/** Undo and redo the survey wherever the focus is; copy the chosen question; the browser's own undo would not know of the others. */
export function useShortcuts(selection: Selection): void {
  const { store, locked } = useEditor();
  const change = useChange();
  const { question } = selection;
  useEffect(() => {
    if (locked) return;
    const press = (event: KeyboardEvent): void => {
      const act = actOf(event);
      if (!act || (act === 'duplicate' && !question)) return;
      event.preventDefault();
      if (act === 'duplicate') change({ do: 'duplicateQuestion', question: question! });
      else store[act]();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [store, locked, change, question]);
}

function actOf(event: KeyboardEvent): 'undo' | 'redo' | 'duplicate' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  if (key === 'y') return 'redo';
  return key === 'd' && !event.shiftKey ? 'duplicate' : null;
}
