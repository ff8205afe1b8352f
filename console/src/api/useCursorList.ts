import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CursorPaging } from '@/ui/table';
import { api, read, type CursorPage, type QueryParams } from './http';
import type { paths } from './schema';

interface ListOptions {
  enabled?: boolean;
  /** Milliseconds between looks at the server. */
  every?: number;
  /** The parts of the path that vary. */
  path?: Record<string, string>;
}

/** The pages seen on the way here, and how many rows there are in all, which only the first page tells. */
interface Trail {
  filter: string;
  cursors: string[];
  total: number | null;
}

type ListPath = { [P in keyof paths]: paths[P] extends { get: object } ? P : never }[keyof paths];

/** A list by cursor: the page asked for, and the way to its neighbours. Other filters start at the first page again. */
export function useCursorList<T, P extends CursorPage<T> = CursorPage<T>>(address: ListPath, params: QueryParams, { enabled = true, every, path = {} }: ListOptions = {}) {
  const filter = JSON.stringify([path, params]);
  const [trail, setTrail] = useState<Trail>({ filter, cursors: [], total: null });
  const here = trail.filter === filter ? trail : { filter, cursors: [], total: null };
  const { cursors } = here;
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [address, path, params, cursor ?? ''],
    // Every list takes its own filters; that they are known is checked by the server, which refuses others.
    queryFn: ({ signal }) => read<P>(api.GET(address, { params: { path, query: { ...params, cursor } }, signal } as never)),
    placeholderData: keepPreviousData,
    refetchInterval: every,
    enabled,
  });
  const next = query.data?.next_cursor;
  const total = query.data?.total ?? here.total;
  const paging: CursorPaging = {
    kind: 'cursor',
    page: cursors.length + 1,
    hasNext: Boolean(next),
    total,
    onNext: () => next && setTrail({ filter, cursors: [...cursors, next], total }),
    onPrevious: () => setTrail({ filter, cursors: cursors.slice(0, -1), total }),
  };
  return { ...query, rows: query.data?.items, paging };
}
