import { useEffect } from 'react';
import { isTyping } from './FilterBar';

/** j/k move through the rows, Enter opens; quiet while the reader types or a drawer has the focus. */
export function useListKeys(keys: string[], active: string | undefined, move: (key: string) => void, open?: (key: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      const at = active === undefined ? -1 : keys.indexOf(active);
      if (event.key === 'j' && keys[at + 1] !== undefined) move(keys[at + 1]!);
      else if (event.key === 'k' && at > 0) move(keys[at - 1]!);
      else if (event.key === 'Enter' && active !== undefined && event.target === document.body) open?.(active);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [keys, active, move, open]);
}
