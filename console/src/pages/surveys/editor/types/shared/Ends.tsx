import { useTranslation } from 'react-i18next';
import { InlineWords } from '../../parts/InlineWords';
import type { EditProps } from '../kind';
import styles from './faces.module.css';

/** What the two ends of a scale mean. */
export function Ends({ question, set, low, high }: EditProps & { low: number; high: number }) {
  const { t } = useTranslation('editor');
  return (
    <div className={styles.ends}>
      <span>{low} <InlineWords words={question.low_label} label={t('face.low')} onChange={(low_label) => set({ low_label }, 'low_label')} /></span>
      <span>{high} <InlineWords words={question.high_label} label={t('face.high')} onChange={(high_label) => set({ high_label }, 'high_label')} /></span>
    </div>
  );
}

/** A scale as numbers in boxes. */
export function ScaleFace({ question, set, low, high }: EditProps & { low: number; high: number }) {
  return (
    <>
      <div className={styles.scale} aria-hidden="true">{Array.from({ length: Math.max(0, high - low + 1) }, (_, at) => <span key={at}>{low + at}</span>)}</div>
      <Ends question={question} set={set} low={low} high={high} />
    </>
  );
}
