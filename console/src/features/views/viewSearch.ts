import { isScopeName } from '@/state/useScope';

/** The filters in an address as a view keeps them: without the reader's own unit and period, and without what is open. */
export function filtersOf(search: URLSearchParams): string {
  const kept = new URLSearchParams([...search].filter(([name]) => name !== 'open' && !isScopeName(name)));
  kept.sort();
  return kept.toString();
}

/** The address with a view's filters in place of its own. */
export function withFilters(search: URLSearchParams, filters: string): URLSearchParams {
  const scope = [...search].filter(([name]) => isScopeName(name));
  return new URLSearchParams([...scope, ...new URLSearchParams(filters)]);
}
