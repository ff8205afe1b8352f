import { useTranslation } from 'react-i18next';
import styles from '../shared/faces.module.css';

/** Yes, no, not applicable: the answers to every item of a checklist. */
export function Verdicts() {
  const { t } = useTranslation('editor');
  return <span className={styles.verdicts} aria-hidden="true">{(['yes', 'no', 'na'] as const).map((verdict) => <span key={verdict}>{t(`verdict.${verdict}`)}</span>)}</span>;
}
