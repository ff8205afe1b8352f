import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { lineId } from '../model/outline';
import { textRows } from '../model/translations';
import { ownerOf, pathOf, type Owner } from '../model/traverse';
import type { Saver, SaverState } from './saver';

export const SaverContext = createContext<Saver | null>(null);

export function useSaver(): Saver {
  const saver = useContext(SaverContext);
  if (!saver) throw new Error('useSaver outside of the editor');
  return saver;
}

export function useSaverState(): SaverState {
  const saver = useSaver();
  return useSyncExternalStore(saver.subscribe, saver.get);
}

export interface ProblemHere {
  severity: 'error' | 'warning';
  /** A text that is written, but not in every language: work for the translator, all in one place. */
  translation: boolean;
  owner: Owner;
  message: string;
  id: string;
}

/** What the server found in the draft as it was last saved, each with the part it belongs to. */
export function useProblems(): ProblemHere[] {
  const { kept } = useSaverState();
  return useMemo(() => {
    const written = new Set(textRows(kept.definition).map((row) => row.id));
    const here = (severity: 'error' | 'warning') => (fault: { path: string; code: string; message: string }, at: number): ProblemHere => ({ severity, owner: ownerOf(kept.definition, pathOf(fault.path)), message: fault.message, id: `${severity} ${at} ${fault.path}`, translation: fault.code === 'translation_missing' && written.has(fault.path) });
    return [...kept.faults.map(here('error')), ...kept.warnings.map(here('warning'))];
  }, [kept]);
}

/** How many errors each line of the outline has. */
export function useFaultCounts(): Map<string, number> {
  const problems = useProblems();
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { severity, owner, translation } of problems) {
      if (severity !== 'error' || translation || (owner.part !== 'question' && owner.part !== 'page')) continue;
      const id = lineId(owner.part, owner.key);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }, [problems]);
}
