/** The states of a thing through its changes, the latest last. */
export interface History<T> {
  past: Step<T>[];
  present: T;
  future: Step<T>[];
  /** The last change: further ones with its tag and soon after it belong to the same step. */
  last: { tag: string; at: number } | null;
}

/** A state and the name of the change that led away from it. */
export interface Step<T> {
  state: T;
  name: string;
}

const DEPTH = 200;
const TOGETHER_MS = 1500;

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], last: null });

/** One more change. `tag` names what is being typed into, so that a word is undone at once and not by letters. */
export function record<T>(history: History<T>, state: T, name: string, tag: string, now: number): History<T> {
  if (state === history.present) return history;
  const continues = tag !== '' && history.last?.tag === tag && now - history.last.at < TOGETHER_MS && history.past.length > 0;
  const past = continues ? history.past : [...history.past, { state: history.present, name }].slice(-DEPTH);
  return { past, present: state, future: [], last: { tag, at: now } };
}

export function undo<T>(history: History<T>): History<T> {
  const step = history.past.at(-1);
  if (!step) return history;
  return { past: history.past.slice(0, -1), present: step.state, future: [{ state: history.present, name: step.name }, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [step, ...future] = history.future;
  if (!step) return history;
  return { past: [...history.past, { state: history.present, name: step.name }], present: step.state, future, last: null };
}
