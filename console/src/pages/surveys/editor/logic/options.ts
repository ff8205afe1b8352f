import { anyWords, type Question, type Row } from '../model/definition';
import { choicesOf } from '../model/find';
import type { Subject } from '../types/kind';

/** The question's choices by name. */
export const optionsOf = (question: Question, language: string): { key: string; label: string }[] => choicesOf(question).map((choice) => ({ key: choice.key, label: anyWords(choice.label, language) || choice.key }));

/** One subject for each row of a question: `key.row`. The row comes first, as lists cut what is long. */
export function bySubject(question: Question, label: string, rows: Row[], language: string, rest: Pick<Subject, 'kind' | 'options' | 'min' | 'max'>): Subject[] {
  return rows.map((row) => ({ of: `${question.key}.${row.key}`, label: `${anyWords(row.label, language) || row.key} · ${label}`, ...rest }));
}
