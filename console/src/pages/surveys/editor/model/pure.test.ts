import { describe, expect, it } from 'vitest';
import { formulaFromLogic, formulaToLogic, type Formula } from '../logic/formula';
import { contrastWithWhite, READABLE, shadesOf } from './contrast';
import type { Definition, Page } from './definition';
import { layoutFlow, NODE, THANKS, unreachableIn } from './flow';
import { linesOf, spotBeside, spotOver } from './outline';
import { partsOf, piecesOf, textOf, tokensDiffer, withoutTokens } from './tokens';

const page = (key: string, questions: string, next?: Page['next']): Page => ({ key, questions: [...questions].map((each) => ({ key: each, type: 'text', title: {} })), ...(next ? { next } : {}) });
const survey = (...pages: Page[]): Definition => ({ key: 's', title: {}, pages, ends: [{ key: 'out', title: {}, outcome: 'screened_out' }] });

describe('the outline', () => {
  const definition = survey(page('p1', 'ab'), page('p2', 'cd'));
  const lines = linesOf(definition, new Set());
  const over = (moved: string, to: string) => spotOver(lines, `question:${moved}`, to);

  it('puts a question where it is dropped', () => {
    expect(over('a', 'question:b')).toEqual({ page: 'p1', at: 1 });
    expect(over('a', 'question:c')).toEqual({ page: 'p2', at: 1 });
    expect(over('a', 'page:p2')).toEqual({ page: 'p2', at: 0 });
    expect(over('d', 'question:a')).toEqual({ page: 'p1', at: 0 });
    expect(over('c', 'page:p2')).toEqual({ page: 'p1', at: 2 });
    expect(over('d', 'page:p1')).toEqual({ page: 'p1', at: 0 });
    expect(over('a', 'question:a')).toBeNull();
    expect(over('a', 'page:gone')).toBeNull();
  });

  it('leaves folded pages out', () => {
    expect(linesOf(definition, new Set(['p1'])).map((line) => line.key)).toEqual(['p1', 'p2', 'c', 'd']);
  });

  it('moves by the keyboard over the edge of a page, and no further than the last', () => {
    expect(spotBeside(definition, 'p1', 0, 1)).toEqual({ page: 'p1', at: 1 });
    expect(spotBeside(definition, 'p1', 1, 1)).toEqual({ page: 'p2', at: 0 });
    expect(spotBeside(definition, 'p2', 0, -1)).toEqual({ page: 'p1', at: 2 });
    expect(spotBeside(definition, 'p1', 0, -1)).toBeNull();
    expect(spotBeside(definition, 'p2', 1, 1)).toBeNull();
  });
});

describe('texts with answers put in', () => {
  it('come apart and together again', () => {
    for (const text of ['', '您好', '{{customer.name|您}}，您打了{{q.recommend}}分', '{{q.a}}{{calc.b}}', '{{not a token']) expect(textOf(piecesOf(text))).toBe(text);
    expect(piecesOf('您打{{ q.recommend }}分').map((piece) => ('token' in piece ? partsOf(piece.token).name : piece.words))).toEqual(['您打', 'q.recommend', '分']);
    expect(partsOf('customer.name|您')).toEqual({ name: 'customer.name', fallback: '您' });
    expect(withoutTokens('您打{{q.recommend}}分')).toBe('您打…分');
  });

  it('must keep them in a translation, in any order', () => {
    expect(tokensDiffer('{{q.a}}和{{q.b|无}}', '{{q.b|none}} and {{q.a}}')).toBe(false);
    expect(tokensDiffer('{{q.a}}', 'your answer')).toBe(true);
  });
});

describe('colours', () => {
  it('are measured as WCAG does', () => {
    expect(contrastWithWhite('#000000')).toBeCloseTo(21, 5);
    expect(contrastWithWhite('#ffffff')).toBeCloseTo(1, 5);
    expect(contrastWithWhite('#767676')).toBeCloseTo(4.54, 2);
  });

  it('are darkened until white can be read on them, as the answer page does', () => {
    for (const color of ['#ffd400', '#9be7ff', '#b4532a', '']) expect(contrastWithWhite(shadesOf(color).brand)).toBeGreaterThanOrEqual(READABLE - 0.05);
    expect(shadesOf('#0f766e').brand).toBe('#0f766e');
  });
});

describe('calculations', () => {
  it.each<Formula>([
    { kind: 'sum', terms: [{ of: 'a', times: 1 }, { of: 'm.x', times: 2 }], zero: false },
    { kind: 'mean', terms: [{ of: 'a', times: 1 }, { of: 'b', times: 1 }], zero: true },
    { kind: 'max', terms: [{ of: 'a', times: 0.5 }], zero: false },
  ])('%j come back from JsonLogic', (formula) => {
    expect(formulaFromLogic(formulaToLogic(formula))).toEqual(formula);
  });

  it('written elsewhere are kept as they are', () => {
    for (const rule of [{ if: [{ var: 'a' }, 1, 0] }, { '/': [{ '+': [{ var: 'a' }, { var: 'b' }] }, 3] }, 5, { '+': [{ var: 'a' }, 1] }]) {
      expect(formulaToLogic(formulaFromLogic(rule))).toEqual(rule);
      expect(formulaFromLogic(rule).kind).toBe('opaque');
    }
  });
});

describe('the flow', () => {
  const rule = { answered: ['a'] };
  const branching = survey(page('p1', 'a', [{ if: rule, to: 'p3' }, { if: rule, to: 'end:out' }]), page('p2', 'b', [{ if: true, to: 'end:out' }]), page('p3', 'c'));

  it('leads every page on, unless a jump always holds', () => {
    const ways = layoutFlow(branching).edges.map((edge) => `${edge.from}>${edge.to}`);
    expect(ways).toEqual(['p1>p3', 'p1>end:out', 'p1>p2', 'p2>end:out', `p3>${THANKS}`]);
  });

  it('knows what nobody can reach', () => {
    expect([...unreachableIn(branching)]).toEqual([]);
    const cut = survey(page('p1', 'a', [{ if: true, to: 'p3' }]), page('p2', 'b'), page('p3', 'c'));
    expect([...unreachableIn(cut)]).toEqual(['p2', 'end:out']);
  });

  it('reaches an end by a full quota', () => {
    expect([...unreachableIn({ ...survey(page('p1', 'a')), quotas: [{ key: 'q', limit: 1, end: 'out' }] })]).toEqual([]);
  });

  it('places nothing upon another', () => {
    const { nodes } = layoutFlow(branching);
    for (const a of nodes) for (const b of nodes) if (a !== b && a.x === b.x) expect(a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
    expect(Math.min(...nodes.filter((node) => node.kind === 'end').map((node) => node.x))).toBeGreaterThan(NODE.width);
  });

  it('draws 300 pages with 200 jumps without a noticeable wait', () => {
    const pages = Array.from({ length: 300 }, (_, at) => page(`p${at}`, 'a', at < 200 ? [{ if: rule, to: `p${Math.min(299, at + 5)}` }] : undefined));
    const start = performance.now();
    expect(layoutFlow(survey(...pages)).nodes).toHaveLength(302);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
