import { useTranslation } from 'react-i18next';
import styles from './surveys.module.css';

const SHAPES: Record<string, string> = { draft: '○', published: '●', paused: '‖', closed: '■', archived: '▣' };

/** A survey's state as word and shape. */
export function StatusTag({ status, archived = false }: { status: string; archived?: boolean }) {
  const { t } = useTranslation('surveys');
  const shown = archived ? 'archived' : status;
  return (
    <span className={`${styles.status} ${styles[shown] ?? ''}`}>
      <span aria-hidden="true">{SHAPES[shown]}</span> {t(`status.${shown}`, { defaultValue: shown })}
    </span>
  );
}
