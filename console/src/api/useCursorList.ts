import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CursorPaging } from '@/ui/table';
import { http, type CursorPage, type QueryParams } from './http';

interface ListOptions {
  enabled?: boolean;
  /** Milliseconds between looks at the server. */
  every?: number;
}

/** A list by cursor: the page asked for, and the way to its neighbours. Other filters start at the first page again. */
export function useCursorList<T, P extends CursorPage<T> = CursorPage<T>>(path: string, params: QueryParams, { enabled = true, every }: ListOptions = {}) {
  const filter = JSON.stringify(params);
  const [trail, setTrail] = useState<{ filter: string; cursors: string[] }>({ filter, cursors: [] });
  const cursors = trail.filter === filter ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [path, params, cursor ?? ''],
    queryFn: ({ signal }) => http.get<P>(path, { ...params, cursor }, signal),
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
