import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Ticket } from '@/api/tickets';
import { useTicketSummary } from '@/api/tickets';
import { useCursorList } from '@/api/useCursorList';
import { useSession } from '@/api/session';
import { TicketClockView } from '@/features/tickets/TicketClockView';
import { useTerms } from '@/features/useTerms';
import { formatCount } from '@/format/number';
import { ChartFrame } from '@/ui/ChartFrame';
import { EmptyState } from '@/ui/States';
import { usePlace } from './parts';
import styles from './overview.module.css';

const COUNTS = [
  ['overdue', 'overdue=1'],
  ['escalated', 'escalated=1'],
  ['open', ''],
] as const;

/** The loop's clock: what is open, late or reported upwards, and the most urgent of it. */
export function RisksCard() {
  const { t } = useTranslation('overview');
  const { can } = useSession();
  const place = usePlace();
  const summary = useTicketSummary(place.unit, can('ticket.read'));
  const urgent = useCursorList<Ticket>('/api/v1/tickets', { unit: place.unit, state: 'open', sort: 'urgency', limit: 5 }, { every: 10_000, enabled: can('ticket.read') });
  if (!can('ticket.read')) return null;
  const search = place.unit ? `&unit=${place.unit}` : '';
  return (
    <ChartFrame title={t('risks.title')} note={t('risks.note')} loading={summary.isPending || urgent.isPending} error={summary.data ? undefined : summary.error} onRetry={() => void summary.refetch()}>
      <ul className={styles.counts}>
        {COUNTS.map(([key, filter]) => (
          <li key={key} className={key !== 'open' && summary.data?.[key] ? styles.alarm : undefined}>
            <Link to={`/tickets?${filter}${search}`}>
              <strong>{formatCount(summary.data?.[key] ?? 0)}</strong>
              <span>{t(`risks.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {urgent.rows?.length === 0 && <EmptyState compact title={t('risks.none')} />}
      <ul className={styles.tickets}>
        {urgent.rows?.map((ticket) => <li key={ticket.id}><TicketLine ticket={ticket} /></li>)}
      </ul>
    </ChartFrame>
  );
}

function TicketLine({ ticket }: { ticket: Ticket }) {
  const terms = useTerms();
  return (
    <Link to={`/tickets?open=${ticket.id}`} className={styles.ticket}>
      <span className={styles.ticketTitle}>{ticket.unit.name} · {ticket.title}</span>
      <span className={styles.ticketMeta}>
        {ticket.owner?.name ?? terms.ticketState(ticket.state)} <TicketClockView clock={ticket.clock} />
      </span>
    </Link>
  );
}
