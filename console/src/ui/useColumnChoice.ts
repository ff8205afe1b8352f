import { useCallback, useState } from 'react';
import type { Column } from './table';

interface StoredChoice {
  hidden: string[];
  dense: boolean;
}

function load<Row>(name: string, columns: Column<Row>[]): StoredChoice {
  const initial = { hidden: columns.filter((each) => each.optional).map((each) => each.key), dense: true };
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(`opencem.table.${name}`) ?? 'null');
    return isChoice(stored) ? stored : initial;
  } catch {
    return initial;
  }
}

function isChoice(value: unknown): value is StoredChoice {
  return typeof value === 'object' && value !== null && Array.isArray((value as StoredChoice).hidden);
}

/** Which columns of a named list this reader keeps, and how dense; remembered in the browser. */
export function useColumnChoice<Row>(name: string, columns: Column<Row>[]) {
  const [choice, setChoice] = useState(() => load(name, columns));
  const keep = useCallback(
    (next: StoredChoice) => {
      window.localStorage.setItem(`opencem.table.${name}`, JSON.stringify(next));
      setChoice(next);
    },
    [name],
  );
  return {
    visible: columns.filter((each) => !choice.hidden.includes(each.key)),
    hidden: choice.hidden,
    dense: choice.dense,
    setHidden: (hidden: string[]) => keep({ ...choice, hidden }),
    setDense: (dense: boolean) => keep({ ...choice, dense }),
  };
}
