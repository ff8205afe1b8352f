import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/api/tickets';
import { TicketClockView } from '@/features/tickets/TicketClockView';
import { useTerms } from '@/features/useTerms';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import type { Column } from '@/ui/table';
import styles from './tickets.module.css';

export function PriorityTag({ priority }: { priority: Ticket['priority'] }) {
  const terms = useTerms();
  return <span className={`${styles.priority} ${styles[priority]}`}>{terms.priority(priority)}</span>;
}

export function LevelTag({ level }: { level: number }) {
  const { t } = useTranslation('tickets');
  return level > 0 ? <span className={styles.level}>↑ {t('level', { level })}</span> : null;
}

export function useTicketColumns(): Column<Ticket>[] {
  const { t } = useTranslation('tickets');
  const terms = useTerms();
  const language = useLanguage();
  return [
    { key: 'title', title: t('column.title'), render: (ticket) => <span className={styles.title}>{ticket.title}</span> },
    { key: 'clock', title: t('column.clock'), render: (ticket) => <TicketClockView clock={ticket.clock} named /> },
    { key: 'state', title: t('column.state'), render: (ticket) => terms.ticketState(ticket.state) },
    { key: 'priority', title: t('column.priority'), render: (ticket) => <PriorityTag priority={ticket.priority} /> },
    { key: 'unit', title: t('column.unit'), render: (ticket) => ticket.unit.name },
    { key: 'owner', title: t('column.owner'), render: (ticket) => ticket.owner?.name ?? <span className={styles.muted}>–</span> },
    { key: 'level', title: t('column.level'), render: (ticket) => <LevelTag level={ticket.level} /> },
    { key: 'opened', title: t('column.opened'), render: (ticket) => formatInstant(ticket.opened_at, language) },
    { key: 'number', title: t('column.number'), render: (ticket) => ticket.id, optional: true },
  ];
}

/** A ticket on a phone: the clock first. */
export function TicketCard({ ticket }: { ticket: Ticket }) {
  const terms = useTerms();
  return (
    <span className={styles.card}>
      <span className={styles.cardHead}>
        <TicketClockView clock={ticket.clock} named />
        <PriorityTag priority={ticket.priority} />
      </span>
      <span className={styles.cardTitle}>{ticket.title}</span>
      <span className={styles.muted}>{ticket.unit.name} · {terms.ticketState(ticket.state)}{ticket.owner ? ` · ${ticket.owner.name}` : ''} <LevelTag level={ticket.level} /></span>
    </span>
  );
}
