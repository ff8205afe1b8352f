import { describe, expect, it } from 'vitest';
import { filtersOf, withFilters } from './viewSearch';

describe('a saved view', () => {
  const address = new URLSearchParams('unit=R1&period=custom&from=2026-06-01&to=2026-06-30&state=closed&overdue=1&open=T1');

  it('keeps the filters and leaves the reader their own unit and period', () => {
    expect(filtersOf(address)).toBe('overdue=1&state=closed');
    expect(withFilters(address, 'priority=urgent').toString()).toBe('unit=R1&period=custom&from=2026-06-01&to=2026-06-30&priority=urgent');
  });

  it('is told again whatever the order of the filters', () => {
    expect(filtersOf(new URLSearchParams('b=2&a=1'))).toBe(filtersOf(new URLSearchParams('a=1&b=2&unit=HQ')));
  });
});
