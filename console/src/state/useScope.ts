import { useMemo } from 'react';
import { COMPARISONS, PERIODS, resolvePeriod, type Comparison, type DayRange, type PeriodKey } from '@/format/period';
import { param, useUrlState, type SetOptions } from './useUrlState';

const SCOPE_PARAMS = {
  unit: param.optional(),
  period: param.choice(PERIODS, 'd30'),
  from: param.optional(),
  to: param.optional(),
  cmp: param.choice(COMPARISONS, 'previous'),
};

/** The unit and the days a page is about; unit `undefined` means everything the account may see. */
export interface PageScope {
  unit: string | undefined;
  period: PeriodKey;
  range: DayRange;
  comparison: Comparison;
}

export interface ScopePatch {
  unit?: string | undefined;
  period?: PeriodKey;
  from?: string | undefined;
  to?: string | undefined;
  cmp?: Comparison;
}

/** Reads the page's unit and period from the address and changes them there. */
export function useScope(): [PageScope, (patch: ScopePatch, options?: SetOptions) => void] {
  const [values, set] = useUrlState(SCOPE_PARAMS);
  const { unit, period, from, to, cmp } = values;
  const scope = useMemo(
    () => ({ unit, period, range: resolvePeriod(period, { from, to }), comparison: cmp }),
    [unit, period, from, to, cmp],
  );
  return [scope, set];
}

/** Whether a parameter of the address says what the page is about, whatever its filters. */
export function isScopeName(name: string): boolean {
  return name in SCOPE_PARAMS;
}

/** The parameters that travel from page to page when the reader moves through the navigation. */
export function carriedSearch(search: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of Object.keys(SCOPE_PARAMS)) {
    const value = search.get(name);
    if (value !== null) kept.set(name, value);
  }
  const text = kept.toString();
  return text ? `?${text}` : '';
}
