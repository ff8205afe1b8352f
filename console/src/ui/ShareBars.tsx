import { useTranslation } from 'react-i18next';
import { formatCount, formatInterval, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { Change } from './Figure';
import type { FigureMeaning, FigureValue } from './figure';
import styles from './ShareBars.module.css';

export interface ShareRow {
  key: string;
  label: string;
  figure: FigureValue;
}

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;

interface ShareBarsProps {
  rows: ShareRow[];
  onPick?: (key: string) => void;
  label: string;
  better?: FigureMeaning['better'];
  /** Labels longer than two or three words. */
  wide?: boolean;
  /** The share that fills the track; small shares side by side would all look like nothing on a track of 100%. */
  full?: number;
}

/** Shares as bars from zero with their interval and n, one row each: the attributes of an experience side by side. */
export function ShareBars({ rows, onPick, label, better = 'up', wide = false, full = 1 }: ShareBarsProps) {
  const drawn = (row: ShareRow) => <Row row={row} better={better} full={full} />;
  return (
    <ul className={wide ? `${styles.rows} ${styles.wide}` : styles.rows} aria-label={label}>
      {rows.map((row) => (
        <li key={row.key}>
          {onPick ? <button type="button" className={`plain-button ${styles.row} ${styles.pickable}`} onClick={() => onPick(row.key)}>{drawn(row)}</button> : <div className={styles.row}>{drawn(row)}</div>}
        </li>
      ))}
    </ul>
  );
}

function Row({ row: { label, figure }, better, full }: { row: ShareRow; better: FigureMeaning['better']; full: number }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const withheld = figure.lowSample || figure.value === null;
  return (
    <>
      <span className={styles.label}>{label}</span>
      <span className={styles.track} aria-hidden="true">
        {!withheld && <span className={styles.bar} style={{ width: percent(figure.value! / full) }} />}
        {!withheld && figure.low != null && figure.high != null && <span className={styles.interval} style={{ left: percent(figure.low / full), width: percent((figure.high - figure.low) / full) }} />}
      </span>
      <span className={withheld ? styles.withheld : styles.value} title={figure.low != null && figure.high != null ? formatInterval(figure.low, figure.high, 'share', language) : undefined}>
        {withheld ? t('figure.lowSample') : formatValue(figure.value, 'share', language)}
      </span>
      <span className={styles.notes}>
        {!withheld && figure.change && <Change change={figure.change} meaning={{ unit: 'share', better }} />} <span>n={formatCount(figure.respondents ?? figure.n)}</span>
      </span>
    </>
  );
}
