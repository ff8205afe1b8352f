import type { ReactNode } from 'react';
import styles from './HeatTable.module.css';

export interface HeatCell {
  /** 0…1, how strongly the cell is tinted. */
  weight: number;
  body: ReactNode;
  tone?: 'accent' | 'good' | 'bad';
  onPick?: () => void;
  selected?: boolean;
}

interface HeatTableProps {
  label: string;
  corner: string;
  columns: { key: string; label: string }[];
  rows: { key: string; label: ReactNode; cells: HeatCell[] }[];
}

/** Two characteristics crossed; the tint repeats what the cell's own words say. */
export function HeatTable({ label, corner, columns, rows }: HeatTableProps) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => <th key={column.key} scope="col">{column.label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {row.cells.map((cell, at) => <Cell key={columns[at]?.key ?? at} cell={cell} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: HeatCell }) {
  const tint = <span className={`${styles.tint} ${styles[cell.tone ?? 'accent']}`} style={{ opacity: 0.05 + 0.19 * Math.sqrt(Math.min(1, Math.max(0, cell.weight))) }} aria-hidden="true" />;
  return (
    <td className={cell.selected ? styles.selected : undefined}>
      {tint}
      {cell.onPick ? <button type="button" aria-pressed={cell.selected} className={`plain-button ${styles.body}`} onClick={cell.onPick}>{cell.body}</button> : <div className={styles.body}>{cell.body}</div>}
    </td>
  );
}
