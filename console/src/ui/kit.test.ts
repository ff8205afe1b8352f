import { describe, expect, it } from 'vitest';
import { besideAuthentic, type MetricCell } from '@/api/metrics';
import { ProblemError } from '@/api/problem';
import { toCsv } from '@/charts/export';
import { isWithin, NAVIGATION } from '@/shell/navigation';
import { cutByMentions } from './highlight';
import { openQuestions, unmapped } from './importRun';
import { npsGroup } from './ScoreTag';
import { slaState } from './sla';
import { whyOf } from './States';
import { readSort, writeSort } from './table';
import { buildForest, matchesUnit, pathTo } from './unitTree';

describe('mentions', () => {
  it('count code points, so that an emoji before them shifts nothing', () => {
    const pieces = cutByMentions('😀很香,太贵', [
      { topic: 'price', polarity: 'negative', start: 4, end: 6 },
      { topic: 'taste', polarity: 'positive', start: 1, end: 3 },
    ]);
    expect(pieces.map((piece) => [piece.text, piece.mention?.topic])).toEqual([['😀', undefined], ['很香', 'taste'], [',', undefined], ['太贵', 'price']]);
  });

  it('never lose or repeat words when they overlap or overrun', () => {
    const pieces = cutByMentions('包装漏气', [
      { topic: 'a', polarity: 'negative', start: 0, end: 3 },
      { topic: 'b', polarity: 'negative', start: 2, end: 4 },
      { topic: 'c', polarity: 'negative', start: 3, end: 9 },
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe('包装漏气');
  });
});

describe('deadlines', () => {
  const now = Date.parse('2026-11-22T02:00:00Z');
  const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();

  it.each([
    [{ dueAt: at(5) }, 'ok'],
    [{ dueAt: at(2) }, 'due'],
    [{ dueAt: at(-0.001) }, 'overdue'],
    [{ dueAt: at(-1), paused: true }, 'paused'],
    [{ dueAt: at(1), doneAt: at(1) }, 'met'],
    [{ dueAt: at(1), doneAt: at(1.1) }, 'missed'],
  ] as const)('%o is %s', (deadline, state) => expect(slaState(deadline, now)).toBe(state));
});

describe('units', () => {
  const unit = (code: string, parent: string | null) => ({ code, parent, name: `店${code}`, kind: 'store', status: 'open' });
  const units = [unit('HQ', null), unit('R1', 'HQ'), unit('0001', 'R1'), unit('X9', 'gone')];

  it('whose parent is out of scope become roots', () => {
    expect(buildForest(units).map((branch) => branch.code)).toEqual(['HQ', 'X9']);
  });

  it('know their way up', () => {
    expect(pathTo(units, '0001').map((each) => each.code)).toEqual(['HQ', 'R1', '0001']);
    expect(pathTo(units, 'none')).toEqual([]);
  });

  it('are found by code with its leading zeros', () => {
    expect(units.filter((each) => matchesUnit(each, '000')).map((each) => each.code)).toEqual(['0001']);
  });
});

it('groups recommendation scores as NPS does', () => {
  expect([0, 6, 7, 8, 9, 10].map(npsGroup)).toEqual(['detractor', 'detractor', 'passive', 'passive', 'promoter', 'promoter']);
});

it('sort orders survive the address', () => {
  for (const text of ['opened_at', '-opened_at', undefined]) expect(writeSort(readSort(text))).toBe(text);
});

it('an import waits for its required columns', () => {
  const fields = [{ key: 'a', label: 'A', required: true, kind: 'text' }, { key: 'b', label: 'B', required: false, kind: 'text' }];
  expect(unmapped(fields, {}).map((field) => field.key)).toEqual(['a']);
  expect(unmapped(fields, { a: 'x' })).toEqual([]);
});

it('CSV cells never become formulas', () => {
  const csv = toCsv({ columns: ['名称', 'n'], rows: [['=1+1', -3], ['a"b,c', null]] });
  expect(csv).toBe('\uFEFF名称,n\r\n"\t=1+1",-3\r\n"a""b,c",\r\n');
});

describe('a figure with doubted answers', () => {
  const cell = (value: number | null, n: number, state: MetricCell['state'] = 'ok'): MetricCell => ({ value, n, low: null, high: null, state });

  it('stands beside the one without them, where they change the count', () => {
    const figure = { value: 40, n: 100 };
    expect(besideAuthentic(figure, cell(31, 90)).authentic).toEqual({ value: 31, n: 90 });
    expect(besideAuthentic(figure, cell(40, 100)).authentic).toBeUndefined();
    expect(besideAuthentic(figure, cell(31, 3, 'low_sample')).authentic).toBeUndefined();
    expect(besideAuthentic(figure, undefined)).toBe(figure);
  });
});

describe('an import', () => {
  const field = (key: string, kind = 'text') => ({ key, label: key, required: false, kind });

  it('asks what its columns do not tell', () => {
    const fields = [field('occurred_at', 'instant'), field('source')];
    expect(openQuestions(fields, { occurred_at: '时间' })).toEqual({ source: true, dateOrder: true });
    expect(openQuestions(fields, { source: '平台' })).toEqual({ source: false, dateOrder: false });
    expect(openQuestions([field('code')], {})).toEqual({ source: false, dateOrder: false });
  });
});

describe('navigation', () => {
  it('marks the item a page belongs to, also where its address is elsewhere', () => {
    const here = (path: string): string | undefined => NAVIGATION.find((item) => isWithin(item, path))?.key;
    expect(['/schemes/store', '/scorecards', '/tickets/T1', '/storehouse'].map(here)).toEqual(['scorecards', 'scorecards', 'tickets', undefined]);
  });
});

describe('a refusal', () => {
  it('says which field it is about when it gives no reason of its own', () => {
    const problem = new ProblemError({ status: 422, code: 'invalid', title: '提交的内容有误', errors: [{ field: 'score_min', message: '格式不对' }] });
    expect(whyOf(problem)).toBe('score_min: 格式不对');
  });
});
