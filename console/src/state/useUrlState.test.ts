import { describe, expect, it } from 'vitest';
import { carriedSearch } from './useScope';
import { param, readAll, writeAll } from './useUrlState';

const PARAMS = { state: param.choice(['all', 'new'], 'all'), topics: param.list(), page: param.number(1), open: param.optional(), flagged: param.flag() };

describe('state in the address', () => {
  it('reads back what it wrote', () => {
    const values = { state: 'new', topics: ['价格', 'taste'], page: 3, open: 'T1', flagged: true } as const;
    const search = writeAll(PARAMS, { ...values, topics: [...values.topics] }, new URLSearchParams());
    expect(readAll(PARAMS, new URLSearchParams(search.toString()))).toEqual(values);
  });

  it('leaves defaults out and other owners alone', () => {
    const search = writeAll(PARAMS, { state: 'all', page: 1, flagged: false }, new URLSearchParams('state=new&unit=R1'));
    expect(search.toString()).toBe('unit=R1');
  });

  it('takes nonsense from outside as the default', () => {
    expect(readAll(PARAMS, new URLSearchParams('state=gone&page=x'))).toEqual({ state: 'all', topics: [], page: 1, open: undefined, flagged: false });
  });

  it('takes a filter the server would refuse as none', () => {
    const filters = { kind: param.oneOf(['survey', 'call']), score: param.within(0, 10) };
    expect(readAll(filters, new URLSearchParams('kind=gone&score=11'))).toEqual({ kind: undefined, score: undefined });
    expect(readAll(filters, new URLSearchParams('kind=call&score=6'))).toEqual({ kind: 'call', score: '6' });
    expect(readAll(filters, new URLSearchParams('score=NaN'))).toEqual({ kind: undefined, score: undefined });
  });

  it('carries only unit and period to the next page', () => {
    expect(carriedSearch(new URLSearchParams('unit=R1&period=d90&open=7&q=x'))).toBe('?unit=R1&period=d90');
  });
});
