import { useTranslation } from 'react-i18next';
import styles from './GroupLegend.module.css';

/** What the three colours of a group chart mean. */
export function GroupLegend({ note }: { note?: string }) {
  const { t } = useTranslation('ui');
  return (
    <span className={styles.legend}>
      {note && <span>{note}</span>}
      {(['promoter', 'passive', 'detractor'] as const).map((group) => (
        <span key={group} className={styles.item}>
          <i className={styles[group]} aria-hidden="true" />
          {t(`nps.${group}`)}
        </span>
      ))}
    </span>
  );
}
