import { useRef, useState } from 'react';

/**
 * A list that renews itself without jumping under the mouse: while `held`, new items wait and are counted.
 * Another `filter` is another list and shows at once.
 */
export function useHeldList<T>(items: T[] | undefined, key: (item: T) => string, held: boolean, filter: string) {
  const [, redraw] = useState(0);
  const shown = useRef<{ filter: string; items: T[] }>(undefined);
  if (items && (!held || !shown.current || shown.current.filter !== filter)) shown.current = { filter, items };
  const current = shown.current?.items;
  const known = new Set(current?.map(key));
  const waiting = held && items ? items.filter((item) => !known.has(key(item))).length : 0;
  const show = (): void => {
    if (items) shown.current = { filter, items };
    redraw((n) => n + 1);
  };
  return { shown: current, waiting, show };
}
