import type { Rule } from '../model/definition';

export const FORMULAS = ['sum', 'mean', 'min', 'max'] as const;

/** A calculation in words: a figure over answers, each with its weight; `opaque` for rules written elsewhere. */
export type Formula = { kind: (typeof FORMULAS)[number]; terms: Term[]; zero: boolean } | { kind: 'opaque'; rule: Rule };

export interface Term {
  of: string;
  times: number;
}

const isOperation = (rule: unknown, operator: string): rule is Record<string, unknown> => typeof rule === 'object' && rule !== null && operator in rule;

/** `zero`: an answer left out counts as 0; else the result is missing too. */
export function formulaToLogic(formula: Formula): Rule {
  if (formula.kind === 'opaque') return formula.rule;
  const terms = formula.terms.map(({ of, times }) => weighted(formula.zero ? { var: [of, 0] } : { var: of }, times));
  if (formula.kind === 'sum') return { '+': terms };
  if (formula.kind === 'mean') return { '/': [{ '+': terms }, terms.length] };
  return { [formula.kind]: terms };
}

const weighted = (value: Rule, times: number): Rule => (times === 1 ? value : { '*': [value, times] });

export function formulaFromLogic(rule: Rule): Formula {
  const opaque: Formula = { kind: 'opaque', rule };
  if (isOperation(rule, '+')) return readTerms('sum', rule['+']) ?? opaque;
  if (isOperation(rule, 'min')) return readTerms('min', rule.min) ?? opaque;
  if (isOperation(rule, 'max')) return readTerms('max', rule.max) ?? opaque;
  if (!isOperation(rule, '/') || !Array.isArray(rule['/'])) return opaque;
  const [sum, count] = rule['/'] as unknown[];
  const mean = isOperation(sum, '+') ? readTerms('mean', sum['+']) : null;
  return mean && mean.kind !== 'opaque' && count === mean.terms.length ? mean : opaque;
}

function readTerms(kind: (typeof FORMULAS)[number], given: unknown): Formula | null {
  const read = (Array.isArray(given) ? given : [given]).map(readTerm);
  if (!read.length || read.some((term) => term === null)) return null;
  const terms = read as (Term & { zero: boolean })[];
  if (terms.some((term) => term.zero !== terms[0]!.zero)) return null;
  return { kind, terms: terms.map(({ of, times }) => ({ of, times })), zero: terms[0]!.zero };
}

function readTerm(rule: unknown): (Term & { zero: boolean }) | null {
  if (!isOperation(rule, '*') || !Array.isArray(rule['*'])) return readAnswer(rule, 1);
  const [value, times, ...more] = rule['*'] as unknown[];
  return typeof times === 'number' && times !== 1 && !more.length ? readAnswer(value, times) : null;
}

function readAnswer(rule: unknown, times: number): (Term & { zero: boolean }) | null {
  if (!isOperation(rule, 'var')) return null;
  const given = Array.isArray(rule.var) ? (rule.var as unknown[]) : [rule.var];
  const zero = given.length === 2 && given[1] === 0;
  return typeof given[0] === 'string' && (given.length === 1 || zero) ? { of: given[0], times, zero } : null;
}
