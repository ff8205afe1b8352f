import type { Rule } from '../model/definition';

export const OPS = ['lte', 'lt', 'gte', 'gt', 'eq', 'ne', 'between', 'chosen', 'not_chosen', 'all_chosen', 'is', 'is_not', 'contains', 'nps', 'answered', 'unanswered'] as const;
export type Op = (typeof OPS)[number];

/** A number; two numbers from–to; choice keys; a word. Missing for answered and unanswered. */
export type TestValue = number | [number, number] | string[] | string | undefined;

/** One thing asked of one answer: `of` is a question's key, `key.row` of a matrix, or `calc.key`. */
export interface Test {
  kind: 'test';
  of: string;
  op: Op;
  value?: TestValue;
}

export interface Group {
  kind: 'group';
  join: 'all' | 'any';
  parts: Condition[];
}

/** A rule no row can show: it came from elsewhere, stays as it is and can only be removed. */
export interface Opaque {
  kind: 'opaque';
  rule: Rule;
}

export type Condition = Test | Group | Opaque;

export const NPS_GROUPS = ['detractor', 'passive', 'promoter'] as const;

export const emptyGroup = (): Group => ({ kind: 'group', join: 'all', parts: [] });

/** The condition as rows: a lone test is a group of one. */
export function asGroup(condition: Condition): Group {
  return condition.kind === 'group' ? condition : { kind: 'group', join: 'all', parts: [condition] };
}

const COMPARED: Record<string, Op> = { '<=': 'lte', '<': 'lt', '>=': 'gte', '>': 'gt' };
const TURNED: Record<string, string> = { '<=': '>=', '<': '>', '>=': '<=', '>': '<' };

type Arguments = unknown[];

/** JsonLogic as conditions in words; every rule comes back, what rows cannot say as `opaque`. */
export function fromLogic(rule: Rule): Condition {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return { kind: 'opaque', rule };
  const [operator = '', given] = Object.entries(rule)[0] ?? [];
  const listed: Arguments = Array.isArray(given) ? given : [given];
  return readChosen(rule) ?? readGroup(operator, listed) ?? readTest(operator, listed) ?? { kind: 'opaque', rule };
}

function readGroup(operator: string, listed: Arguments): Group | null {
  if (operator !== 'and' && operator !== 'or') return null;
  return { kind: 'group', join: operator === 'and' ? 'all' : 'any', parts: listed.map(fromLogic) };
}

function readTest(operator: string, listed: Arguments): Test | null {
  if (operator === 'answered' || operator === '!!') return answered(operator, listed);
  if (operator === '!') return readNot(listed[0]);
  if (operator === 'in') return readIn(listed);
  if (operator === 'between') return readBetween(listed);
  if (operator in COMPARED) return readCompared(operator, listed);
  if (operator === '==' || operator === '!=' || operator === '===' || operator === '!==') return readEqual(operator.startsWith('!'), listed);
  return null;
}

const isOperation = (value: unknown, operator: string): value is Record<string, unknown> => typeof value === 'object' && value !== null && operator in value;

function nameIn(value: unknown, operator = 'var'): string | null {
  if (!isOperation(value, operator)) return null;
  const given = value[operator];
  const name: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  return typeof name === 'string' && name !== '' ? name : null;
}

function answered(operator: string, listed: Arguments): Test | null {
  const of = operator === '!!' ? nameIn(listed[0], 'answered') : typeof listed[0] === 'string' ? listed[0] : null;
  return of === null ? null : { kind: 'test', of, op: 'answered' };
}

function readNot(inner: unknown): Test | null {
  const of = nameIn(inner, 'answered');
  if (of !== null) return { kind: 'test', of, op: 'unanswered' };
  const chosen = readChosen(inner);
  return chosen?.op === 'chosen' ? { ...chosen, op: 'not_chosen' } : null;
}

/** `["a", var]` asks whether words stand in a text, `[var, ["a", "b"]]` whether one of these was chosen. */
function readIn([needle, haystack]: Arguments): Test | null {
  const text = nameIn(haystack);
  if (text !== null && typeof needle === 'string') return { kind: 'test', of: text, op: 'contains', value: needle };
  const of = nameIn(needle);
  const keys = Array.isArray(haystack) && haystack.every((key) => typeof key === 'string') ? haystack : null;
  return of !== null && keys ? { kind: 'test', of, op: 'chosen', value: keys } : null;
}

function readBetween([value, low, high]: Arguments): Test | null {
  const of = nameIn(value);
  return of !== null && typeof low === 'number' && typeof high === 'number' ? { kind: 'test', of, op: 'between', value: [low, high] } : null;
}

function readCompared(operator: string, [left, right, ...more]: Arguments): Test | null {
  if (more.length) return null;
  const of = nameIn(left);
  if (of !== null) return typeof right === 'number' ? { kind: 'test', of, op: COMPARED[operator]!, value: right } : null;
  return nameIn(right) === null ? null : readCompared(TURNED[operator]!, [right, left]);
}

function readEqual(negated: boolean, [left, right]: Arguments): Test | null {
  const group = nameIn(left, 'nps_group');
  if (group !== null && typeof right === 'string') return negated ? null : { kind: 'test', of: group, op: 'nps', value: [right] };
  const of = nameIn(left);
  if (of === null) return nameIn(right) === null ? null : readEqual(negated, [right, left]);
  if (right === null) return { kind: 'test', of, op: negated ? 'answered' : 'unanswered' };
  if (typeof right === 'number') return { kind: 'test', of, op: negated ? 'ne' : 'eq', value: right };
  return typeof right === 'string' ? { kind: 'test', of, op: negated ? 'is_not' : 'is', value: right } : null;
}

/** One `selected`, or several of one question joined: chosen any of, chosen all of. */
function readChosen(rule: unknown): Test | null {
  const single = selectedIn(rule);
  if (single) return { kind: 'test', of: single.of, op: 'chosen', value: [single.choice] };
  const operator = isOperation(rule, 'or') ? 'or' : isOperation(rule, 'and') ? 'and' : null;
  const listed = operator && (rule as Record<string, unknown>)[operator];
  if (!Array.isArray(listed) || listed.length < 2) return null;
  return severalChosen(operator as 'or' | 'and', listed) ?? (operator === 'or' ? severalGroups(listed) : null);
}

function severalChosen(operator: 'or' | 'and', listed: unknown[]): Test | null {
  const each = listed.map(selectedIn);
  const of = each[0]?.of;
  if (of === undefined || !each.every((part) => part?.of === of)) return null;
  return { kind: 'test', of, op: operator === 'or' ? 'chosen' : 'all_chosen', value: each.map((part) => part!.choice) };
}

function severalGroups(listed: unknown[]): Test | null {
  const each = listed.map((part) => (isOperation(part, '==') ? readEqual(false, part['=='] as Arguments) : null));
  const of = each[0]?.of;
  if (of === undefined || !each.every((part) => part?.op === 'nps' && part.of === of)) return null;
  return { kind: 'test', of, op: 'nps', value: each.flatMap((part) => part!.value as string[]) };
}

function selectedIn(rule: unknown): { of: string; choice: string } | null {
  if (!isOperation(rule, 'selected') || !Array.isArray(rule.selected)) return null;
  const [of, choice] = rule.selected as unknown[];
  return typeof of === 'string' && typeof choice === 'string' ? { of, choice } : null;
}
