import type { ReactNode } from 'react';
import { formatCount } from '@/format/number';
import styles from './invitations.module.css';

export interface BarRow {
  key: string;
  label: ReactNode;
  value: number;
  aside?: ReactNode;
}

/** Counts as bars from zero to the largest, one row each, with a remark at the end of the row. */
export function Bars({ label, rows, full }: { label: string; rows: BarRow[]; full?: number }) {
  const whole = full ?? Math.max(...rows.map((row) => row.value), 1);
  return (
    <ul className={styles.bars} aria-label={label}>
      {rows.map((row) => (
        <li key={row.key} className={styles.bar}>
          <span className={styles.label}>{row.label}</span>
          <span className={styles.track} aria-hidden="true"><span style={{ width: `${(100 * row.value) / Math.max(whole, 1)}%` }} /></span>
          <span className={styles.value}>{formatCount(row.value)}</span>
          <span className={styles.aside}>{row.aside}</span>
        </li>
      ))}
    </ul>
  );
}
