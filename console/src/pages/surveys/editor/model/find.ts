import type { Choice, Definition, Page, Question } from './definition';

export interface Found {
  page: Page;
  pageAt: number;
  question: Question;
  at: number;
}

export function findQuestion(definition: Definition, key: string): Found | undefined {
  for (const [pageAt, page] of definition.pages.entries()) {
    const at = page.questions.findIndex((question) => question.key === key);
    if (at >= 0) return { page, pageAt, question: page.questions[at]!, at };
  }
  return undefined;
}

export const findPage = (definition: Definition, key: string): Page | undefined => definition.pages.find((page) => page.key === key);

export const questionsOf = (definition: Definition): Question[] => definition.pages.flatMap((page) => page.questions);

/** Every choice of the question, grouped or not. */
export const choicesOf = (question: Question): Choice[] => [...(question.choices ?? []), ...(question.groups ?? []).flatMap((group) => group.choices)];

const KEY = /^[a-z][a-z0-9_]{0,39}$/;

export const isKey = (text: string): boolean => KEY.test(text);

/** `base`, or `base_2`, `base_3` … : the first that is not taken. */
export function freshKey(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const key = `${base.slice(0, 35)}_${count}`;
    if (!used.has(key)) return key;
  }
}

/** Short keys for choices and rows: `a1`, `a2` …, never one that was used, so that old answers keep their meaning. */
export function freshItemKey(taken: string[]): string {
  const numbers = taken.map((key) => Number(/^a(\d+)$/.exec(key)?.[1] ?? 0));
  return `a${Math.max(0, ...numbers) + 1}`;
}
