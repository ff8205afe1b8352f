import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/api/tickets';
import { TicketCard } from '@/pages/tickets/rows';
import { EmptyState, ErrorState } from '@/ui/States';
import styles from './store.module.css';

/** What waits for this store, most urgent first. */
export function MyTickets({ tickets, error, onOpen }: { tickets: Ticket[] | undefined; error: unknown; onOpen: (number: string) => void }) {
  const { t } = useTranslation('store');
  return (
    <section aria-label={t('tickets.title')}>
      <h2 className={styles.heading}>{t('tickets.title')}</h2>
      {error && !tickets ? <ErrorState compact error={error} /> : !tickets ? <Skeleton active /> : tickets.length === 0 ? (
        <div className={styles.quiet}><EmptyState compact title={t('tickets.none')} hint={t('tickets.noneHint')} /></div>
      ) : (
        <ul className={styles.tickets}>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <button type="button" className={`plain-button ${styles.ticket}`} onClick={() => onOpen(ticket.id)}><TicketCard ticket={ticket} /></button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
