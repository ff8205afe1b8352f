import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { FigureMeaning, FigureValue } from './figure';
import { Figure } from './Figure';
import styles from './Tile.module.css';

interface TileProps extends FigureMeaning {
  label: string;
  figure?: FigureValue;
  loading?: boolean;
  large?: boolean;
  onDrill?: () => void;
  children?: ReactNode;
}

/** A named figure on its own ground; tiles stand in a row on top of a page. */
export function Tile({ figure, loading, large, onDrill, children, ...meaning }: TileProps) {
  return (
    <section className={styles.tile} aria-label={meaning.label} aria-busy={loading}>
      <h3 className={styles.label}>{meaning.label}</h3>
      {loading || !figure ? (
        <Skeleton active title={{ width: 96 }} paragraph={{ rows: 1, width: 140 }} />
      ) : (
        <Figure figure={figure} size={large ? 'large' : 'normal'} onDrill={onDrill} {...meaning} />
      )}
      {children}
    </section>
  );
}

/** Tiles side by side, as many to a row as fit. */
export function TileRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
