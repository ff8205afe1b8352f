import type { ReactNode } from 'react';

/** A column of a server-sorted list; `sort` is the server's name for its order. */
export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  sort?: string;
  width?: number;
  align?: 'left' | 'right' | 'center';
  /** Hidden until chosen in the column settings. */
  optional?: boolean;
}

/** Pages by cursor, as the server gives them: forward by its cursor, back through those already seen. */
export interface CursorPaging {
  kind: 'cursor';
  page: number;
  hasNext: boolean;
  total?: number | null;
  onPrevious: () => void;
  onNext: () => void;
}

export interface NumberPaging {
  kind: 'number';
  page: number;
  size: number;
  total: number;
  onPage: (page: number) => void;
}

export type Paging = CursorPaging | NumberPaging;

export interface SortState {
  by: string;
  desc: boolean;
}

/** `-opened_at` ↔ {by: 'opened_at', desc: true}, as the server writes orders. */
export function readSort(text: string | undefined): SortState | null {
  if (!text) return null;
  return text.startsWith('-') ? { by: text.slice(1), desc: true } : { by: text, desc: false };
}

export function writeSort(sort: SortState | null): string | undefined {
  if (!sort) return undefined;
  return sort.desc ? `-${sort.by}` : sort.by;
}
