import { anyWords, type Definition, type Question } from '../model/definition';
import { questionsOf } from '../model/find';
import { withoutTokens } from '../model/tokens';
import type { Owner } from '../model/traverse';
import type { Subject } from '../types/kind';
import { kindOf } from '../types/registry';
import type { Op, Test } from './condition';

export const OPS_OF: Record<Subject['kind'], Op[]> = {
  nps: ['nps', 'lte', 'gte', 'eq', 'ne', 'between', 'answered', 'unanswered'],
  number: ['lte', 'lt', 'gte', 'gt', 'eq', 'ne', 'between', 'answered', 'unanswered'],
  choice: ['chosen', 'not_chosen', 'answered', 'unanswered'],
  choices: ['chosen', 'all_chosen', 'not_chosen', 'answered', 'unanswered'],
  state: ['is', 'is_not', 'answered', 'unanswered'],
  text: ['contains', 'is', 'is_not', 'answered', 'unanswered'],
  mark: ['answered', 'unanswered'],
};

/** The question's words as a name: short enough for a list. */
export function nameOf(question: Question, language: string): string {
  return withoutTokens(anyWords(question.title, language)).trim() || question.key;
}

export function subjectsOf(question: Question, language: string): Subject[] {
  return kindOf(question.type)?.subjects?.(question, nameOf(question, language), language) ?? [];
}

/** What a rule of `owner` may ask for: only what is answered before it. */
export function subjectsBefore(definition: Definition, owner: Pick<Owner, 'part' | 'key'>, language: string): Subject[] {
  const questions = questionsBefore(definition, owner);
  const calculations = (definition.calculations ?? []).filter((each) => owner.part !== 'calculation' || each.key !== owner.key);
  return [...questions.flatMap((question) => subjectsOf(question, language)), ...calculations.map((each): Subject => ({ of: `calc.${each.key}`, label: each.key, kind: 'number' }))];
}

function questionsBefore(definition: Definition, { part, key }: Pick<Owner, 'part' | 'key'>): Question[] {
  const all = questionsOf(definition);
  if (part === 'question') return all.slice(0, Math.max(0, all.findIndex((question) => question.key === key)));
  if (part !== 'page') return all;
  const at = definition.pages.findIndex((page) => page.key === key);
  return definition.pages.slice(0, Math.max(0, at)).flatMap((page) => page.questions);
}

/** What the jumps at a page's end may ask for: the page's own answers too. */
export function subjectsThrough(definition: Definition, page: string, language: string): Subject[] {
  const at = definition.pages.findIndex((each) => each.key === page);
  const next = definition.pages[at + 1];
  return subjectsBefore(definition, next ? { part: 'page', key: next.key } : { part: 'survey', key: '' }, language);
}

/** A test of the subject to start from. */
export function startTest(subject: Subject): Test {
  const op = OPS_OF[subject.kind][0]!;
  return { kind: 'test', of: subject.of, op, value: startValue(subject, op) };
}

export function startValue(subject: Subject, op: Op): Test['value'] {
  if (op === 'answered' || op === 'unanswered') return undefined;
  if (op === 'nps') return ['detractor'];
  if (op === 'between') return [subject.min ?? 0, subject.max ?? 10];
  if (op === 'chosen' || op === 'not_chosen' || op === 'all_chosen') return [];
  if (subject.kind === 'nps') return op === 'gte' ? 9 : 6;
  if (subject.kind === 'number') return subject.max === undefined ? 0 : Math.floor(((subject.min ?? 0) + subject.max) / 2);
  return subject.kind === 'state' ? (subject.options?.[0]?.key ?? '') : '';
}

/** Rules written elsewhere may say `==` of a choice; as `chosen` it reads like the others. */
export function asAsked(test: Test, subject: Subject | undefined): Test {
  if (subject?.kind !== 'choice' || typeof test.value !== 'string' || (test.op !== 'is' && test.op !== 'is_not')) return test;
  return { ...test, op: test.op === 'is' ? 'chosen' : 'not_chosen', value: [test.value] };
}
