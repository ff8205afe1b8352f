import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** How one value stands in the address: `undefined` written means the parameter is left out. */
export interface Param<T> {
  read: (raw: string | null) => T;
  write: (value: T) => string | undefined;
}

export const param = {
  text: (fallback = ''): Param<string> => ({
    read: (raw) => raw ?? fallback,
    write: (value) => (value === fallback ? undefined : value),
  }),
  optional: (): Param<string | undefined> => ({ read: (raw) => raw ?? undefined, write: (value) => value || undefined }),
  choice: <const C extends readonly string[]>(choices: C, fallback: C[number]): Param<C[number]> => ({
    read: (raw) => (raw !== null && choices.includes(raw) ? raw : fallback),
    write: (value) => (value === fallback ? undefined : value),
  }),
  /** One of these or nothing: what the server would refuse is read as nothing. */
  oneOf: <const C extends readonly string[]>(choices: C): Param<C[number] | undefined> => ({
    read: (raw) => choices.find((each) => each === raw),
    write: (value) => value,
  }),
  /** A number within bounds, kept as written; anything else is read as nothing. */
  within: (low: number, high: number): Param<string | undefined> => ({
    read: (raw) => (raw !== null && raw.trim() !== '' && Number(raw) >= low && Number(raw) <= high ? raw : undefined),
    write: (value) => value || undefined,
  }),
  number: (fallback: number): Param<number> => ({
    read: (raw) => (raw !== null && Number.isFinite(Number(raw)) && raw !== '' ? Number(raw) : fallback),
    write: (value) => (value === fallback ? undefined : String(value)),
  }),
  list: (): Param<string[]> => ({
    read: (raw) => (raw ? raw.split(',').filter(Boolean) : []),
    write: (values) => (values.length ? values.join(',') : undefined),
  }),
  flag: (): Param<boolean> => ({ read: (raw) => raw === '1', write: (value) => (value ? '1' : undefined) }),
};

type AnyParams = { [name: string]: Param<any> };
export type Values<P extends AnyParams> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

export interface SetOptions {
  /** Filters replace the entry; opening and drilling push one, so that "back" steps out. */
  push?: boolean;
}

/** The part of the page's state that `params` names, kept in the address: copying the link copies the view. */
export function useUrlState<P extends AnyParams>(
  params: P,
): [Values<P>, (patch: Partial<Values<P>>, options?: SetOptions) => void] {
  const [search, setSearch] = useSearchParams();
  const values = useMemo(() => readAll(params, search), [params, search]);
  const set = useCallback(
    (patch: Partial<Values<P>>, options: SetOptions = {}) => {
      setSearch((current) => writeAll(params, patch, current), { replace: !options.push });
    },
    [params, setSearch],
  );
  return [values, set];
}

export function readAll<P extends AnyParams>(params: P, search: URLSearchParams): Values<P> {
  const entries = Object.entries(params).map(([name, codec]) => [name, codec.read(search.get(name))]);
  return Object.fromEntries(entries) as Values<P>;
}

/** The address with `patch` applied; parameters of other owners stay as they are. */
export function writeAll<P extends AnyParams>(
  params: P,
  patch: Partial<Values<P>>,
  current: URLSearchParams,
): URLSearchParams {
  const next = new URLSearchParams(current);
  for (const [name, value] of Object.entries(patch)) {
    const written = params[name]?.write(value);
    if (written === undefined) next.delete(name);
    else next.set(name, written);
  }
  return next;
}
