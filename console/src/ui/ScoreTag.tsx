import { useTranslation } from 'react-i18next';
import styles from './ScoreTag.module.css';

export type NpsGroup = 'promoter' | 'passive' | 'detractor';

/** 9–10 promoter, 7–8 passive, 0–6 detractor. */
export function npsGroup(score: number): NpsGroup {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

const SHAPES: Record<NpsGroup, string> = { promoter: '▲', passive: '●', detractor: '▼' };

/** A recommendation score with its group as word, shape and colour. */
export function ScoreTag({ score, wordless = false }: { score: number; wordless?: boolean }) {
  const { t } = useTranslation('ui');
  const group = npsGroup(score);
  return (
    <span className={`${styles.tag} ${styles[group]}`} title={t(`nps.${group}`)}>
      <span aria-hidden="true" className={styles.shape}>{SHAPES[group]}</span>
      {score}
      <span className={wordless ? 'visually-hidden' : styles.word}>{t(`nps.${group}`)}</span>
    </span>
  );
}

/** Stars of a review or a rating question, as a number out of its top. */
export function RatingTag({ rating, top = 5 }: { rating: number; top?: number }) {
  const { t } = useTranslation('ui');
  const group: NpsGroup = rating >= top * 0.8 ? 'promoter' : rating > top * 0.5 ? 'passive' : 'detractor';
  return (
    <span className={`${styles.tag} ${styles[group]}`} title={t('rating', { rating, top })}>
      <span aria-hidden="true">★</span>
      {rating}
      <span className="visually-hidden">{t('rating', { rating, top })}</span>
    </span>
  );
}

export type Sentiment = 'positive' | 'neutral' | 'negative' | 'mixed';

export const POLARITY_SIGNS: Record<Sentiment, string> = { positive: '＋', neutral: '○', negative: '－', mixed: '±' };

const POLARITY_GROUPS: Record<Sentiment, string> = {
  positive: 'promoter',
  neutral: 'passive',
  negative: 'detractor',
  mixed: 'mixed',
};

/** A sentiment, or a topic with its polarity when `topic` is given. */
export function PolarityTag({ polarity, topic }: { polarity: Sentiment; topic?: string }) {
  const { t } = useTranslation('ui');
  return (
    <span className={`${styles.tag} ${styles[POLARITY_GROUPS[polarity]]}`} title={t(`polarity.${polarity}`)}>
      <span aria-hidden="true">{POLARITY_SIGNS[polarity]}</span>
      {topic ?? t(`polarity.${polarity}`)}
      {topic && <span className="visually-hidden">{t(`polarity.${polarity}`)}</span>}
    </span>
  );
}
