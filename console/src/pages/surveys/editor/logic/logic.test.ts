import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asGroup, fromLogic, type Condition } from './condition';
import { toLogic } from './toLogic';
import { calculationsIn, renameInRule, variablesOf } from './variables';

const ROOT = join(import.meta.dirname, '../../../../../..');

interface LogicCase {
  name: string;
  rule: unknown;
  data: Record<string, unknown>;
  refused?: string;
}

const { cases } = JSON.parse(readFileSync(join(ROOT, 'spec/logic_cases.json'), 'utf8')) as { cases: LogicCase[] };
const sound = cases.filter((each) => !each.refused && 'expect' in each);

/** The answer page's own interpreter judges whether a rule still means the same. */
const interpreter = (await import(/* @vite-ignore */ join(ROOT, 'respond/src/logic.ts'))) as {
  evaluate: (rule: unknown, data: unknown) => never;
  truthy: (value: never) => boolean;
};
const holds = (rule: unknown, data: unknown): boolean => interpreter.truthy(interpreter.evaluate(rule, data));

const test = (of: string, op: string, value?: unknown): Condition => ({ kind: 'test', of, op, ...(value === undefined ? {} : { value }) }) as Condition;
const all = (...parts: Condition[]): Condition => ({ kind: 'group', join: 'all', parts });
const any = (...parts: Condition[]): Condition => ({ kind: 'group', join: 'any', parts });

describe('conditions', () => {
  it.each([
    test('recommend', 'lte', 6),
    test('recommend', 'gt', 6.5),
    test('recommend', 'eq', 0),
    test('recommend', 'ne', 10),
    test('recommend', 'between', [7, 8]),
    test('recommend', 'nps', ['detractor']),
    test('recommend', 'nps', ['detractor', 'passive']),
    test('visit', 'chosen', ['store']),
    test('visit', 'chosen', ['store', 'online']),
    test('visit', 'not_chosen', ['store']),
    test('reasons', 'not_chosen', ['price', 'taste']),
    test('reasons', 'all_chosen', ['price', 'taste']),
    test('stars.product', 'lt', 3),
    test('calc.total', 'gte', 60),
    test('comment', 'contains', '退款'),
    test('channel', 'is', 'poster'),
    test('channel', 'is_not', 'poster'),
    test('comment', 'answered'),
    test('comment', 'unanswered'),
    all(test('recommend', 'lte', 6), test('comment', 'answered')),
    any(test('visit', 'chosen', ['store']), all(test('recommend', 'lte', 6), any(test('stars.product', 'lt', 3), test('comment', 'unanswered')))),
  ])('%j comes back from JsonLogic as it went in', (condition) => {
    expect(fromLogic(toLogic(condition))).toEqual(condition);
  });

  it.each(sound.map((each) => [each.name, each] as const))('%s means the same after the editor has read and written it', (_name, { rule, data }) => {
    expect(holds(toLogic(asGroup(fromLogic(rule))), data)).toBe(holds(rule, data));
  });

  it('of the case file are enough to mean something', () => {
    const read = sound.filter((each) => fromLogic(each.rule).kind !== 'opaque');
    expect(sound.length).toBeGreaterThan(150);
    expect(read.length).toBeGreaterThan(30);
  });

  it('written by hand read as what they mean', () => {
    expect(fromLogic({ '!=': [{ var: 'recommend' }, null] })).toEqual(test('recommend', 'answered'));
    expect(fromLogic({ '>=': [6, { var: 'recommend' }] })).toEqual(test('recommend', 'lte', 6));
    expect(fromLogic({ in: [{ var: 'visit' }, ['store', 'online']] })).toEqual(test('visit', 'chosen', ['store', 'online']));
    expect(fromLogic({ '<': [1, { var: 'recommend' }, 5] }).kind).toBe('opaque');
  });

  it('without a value ask nothing', () => {
    expect(toLogic(all(test('visit', 'chosen', []), test('recommend', 'lte')))).toBeUndefined();
  });
});

describe('names in rules', () => {
  const rule = { and: [{ '<=': [{ var: 'stars.product' }, 2] }, { some: [{ var: 'reasons' }, { '==': [{ var: '' }, 'stars'] }] }, { '!': [{ answered: ['comment'] }] }, { '>': [{ var: 'calc.total' }, 3] }] };

  it('are found, those of an item left out', () => {
    expect([...variablesOf(rule)]).toEqual(['stars', 'reasons', 'comment', 'calc']);
    expect([...calculationsIn(rule)]).toEqual(['total']);
  });

  it('are renamed whole, never inside a word or a value', () => {
    const renamed = renameInRule(rule, 'stars', 'ratings');
    expect([...variablesOf(renamed)]).toEqual(['ratings', 'reasons', 'comment', 'calc']);
    expect(JSON.stringify(renamed)).toContain('"stars"');
    expect(renameInRule({ var: 'starsign' }, 'stars', 'ratings')).toEqual({ var: 'starsign' });
    expect(renameInRule({ missing: ['stars.a', 'b'] }, 'stars', 'ratings')).toEqual({ missing: ['ratings.a', 'b'] });
  });
});
