import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../model/definition';
import { freshItemKey } from '../../model/find';
import { InlineWords } from '../../parts/InlineWords';
import { useEditor } from '../../state/useEditor';
import styles from './faces.module.css';

interface MatrixFaceProps {
  rows: Row[];
  onRows: (rows: Row[], tag?: string) => void;
  /** The heads of the columns. */
  columns: ReactNode[];
  round: boolean;
}

/** Rows by columns, the rows' words written in place. */
export function MatrixFace({ rows, onRows, columns, round }: MatrixFaceProps) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  return (
    <>
      <div className={styles.cells} style={{ gridTemplateColumns: `minmax(88px, 1.6fr) repeat(${columns.length}, minmax(32px, 1fr))` }}>
        <span />
        {columns.map((column, at) => <span key={at} className={styles.head}>{column}</span>)}
        {rows.map((row, at) => (
          <Fragment key={row.key}>
            <InlineWords words={row.label} label={t('face.row', { n: at + 1 })} placeholder={t('face.rowBlank')} onChange={(label) => onRows(rows.with(at, { ...row, label: label ?? {} }), `row ${row.key}`)} />
            {columns.map((_, cell) => <span key={cell} className={styles.cell} aria-hidden="true"><span className={round ? styles.round : styles.square} /></span>)}
          </Fragment>
        ))}
      </div>
      {!locked && <button type="button" className={styles.add} onClick={() => onRows([...rows, { key: freshItemKey(rows.map((row) => row.key)), label: {} }])}>+ {t('face.addRow')}</button>}
    </>
  );
}
