import { CheckCircleOutlined, PauseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { TicketClock } from '@/api/tickets';
import { SlaClock } from '@/ui/SlaClock';
import styles from './tickets.module.css';

/** The clock that counts now, as the list shows it. */
export function TicketClockView({ clock, named = false }: { clock: TicketClock; named?: boolean }) {
  const { t } = useTranslation('tickets');
  const label = named ? t(`clock.${clock.kind}`) : undefined;
  if (clock.due_at) return <SlaClock deadline={{ dueAt: clock.due_at }} label={label} />;
  if (clock.state === 'paused') return <span className={styles.paused}><PauseCircleOutlined /> {t('clock.paused')}</span>;
  return (
    <span className={clock.state === 'missed' ? styles.missed : styles.met}>
      <CheckCircleOutlined /> {t(`clock.${clock.state === 'missed' ? 'missed' : 'met'}`)}
    </span>
  );
}
