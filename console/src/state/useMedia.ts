import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Phones and narrow windows: one column, cards for rows, navigation below. */
export const usePhone = (): boolean => useMedia('(max-width: 767px)');

/** The reader asked the system for less motion. */
export const useStill = (): boolean => useMedia('(prefers-reduced-motion: reduce)');
