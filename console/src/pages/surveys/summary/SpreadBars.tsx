import { useTranslation } from 'react-i18next';
import type { Spread } from '@/api/centre';
import { formatCount, formatInterval, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import styles from '../surveys.module.css';

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;

/** The answers of one question as bars from zero with their intervals; all of them are of the same n, told above. */
export function SpreadBars({ label, spread, onPick }: { label: string; spread: Spread[]; onPick: (bar: Spread) => void }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  return (
    <ul className={styles.bars} aria-label={label}>
      {spread.map((bar) => (
        <li key={bar.key}>
          <button type="button" className={`plain-button ${styles.bar}`} onClick={() => onPick(bar)}>
            <span className={styles.barLabel}>{bar.label}</span>
            <Track bar={bar} />
            <span className={styles.barShare} title={bar.share.low != null && bar.share.high != null ? `${t('interval')} ${formatInterval(bar.share.low, bar.share.high, 'share', language)}` : undefined}>{formatValue(bar.share.value, 'share', language)}</span>
            <span className={styles.barCount}>{formatCount(bar.count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Track({ bar: { share } }: { bar: Spread }) {
  const { value, low, high } = share;
  return (
    <span className={styles.track} aria-hidden="true">
      {value !== null && <span className={styles.fill} style={{ width: percent(value) }} />}
      {low != null && high != null && share.state === 'ok' && <span className={styles.whisker} style={{ left: percent(low), width: percent(high - low) }} />}
    </span>
  );
}
