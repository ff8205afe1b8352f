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

type ListPath = { [P in keyof paths]: paths[P] extends { get: object } ? P : never }[keyof paths];

/** A list by cursor: the page asked for, and the way to its neighbours. Other filters start at the first page again. */
export function useCursorList<T, P extends CursorPage<T> = CursorPage<T>>(address: ListPath, params: QueryParams, { enabled = true, every, path = {} }: ListOptions = {}) {
  const filter = JSON.stringify([path, params]);
  const [trail, setTrail] = useState<{ filter: string; cursors: string[] }>({ filter, cursors: [] });
  const cursors = trail.filter === filter ? trail.cursors : [];
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
  const paging: CursorPaging = {
    kind: 'cursor',
    page: cursors.length + 1,
    hasNext: Boolean(next),
    total: query.data?.total,
    onNext: () => next && setTrail({ filter, cursors: [...cursors, next] }),
    onPrevious: () => setTrail({ filter, cursors: cursors.slice(0, -1) }),
  };
  return { ...query, rows: query.data?.items, paging };
}
