import { useTranslation } from 'react-i18next';
import type { Unmatched } from '@/api/fusion';
import { formatCount, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import styles from './fusion.module.css';

/** How much of the feedback belongs to nobody known, and is therefore in none of the figures. */
export function UnmatchedNote({ unmatched }: { unmatched: Unmatched }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  return <span className={styles.unmatched}>{t('unmatched', { share: formatValue(unmatched.share, 'share', language), unknown: formatCount(unmatched.unknown), feedback: formatCount(unmatched.feedback) })}</span>;
}
