import { applyChange, type Change } from '../model/change';
import type { Definition } from '../model/definition';
import { record, redo, startHistory, undo, type History } from '../model/history';

/** The survey being edited, outside of React: a line of the outline listens to its own question only. */
export interface EditorStore {
  get: () => History<Definition>;
  subscribe: (notify: () => void) => () => void;
  /** `tag` joins what is typed into one field to one step of undo. */
  change: (change: Change, tag?: string) => void;
  undo: () => void;
  redo: () => void;
}

export function createStore(definition: Definition, clock: () => number = Date.now): EditorStore {
  let history = startHistory(definition);
  const listeners = new Set<() => void>();
  const set = (next: History<Definition>): void => {
    if (next === history) return;
    history = next;
    listeners.forEach((notify) => notify());
  };
  return {
    get: () => history,
    subscribe: (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    change: (change, tag = '') => set(record(history, applyChange(history.present, change), change.do, tag, clock())),
    undo: () => set(undo(history)),
    redo: () => set(redo(history)),
  };
}
