import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TicketDetail, TicketEntry } from '@/api/tickets';
import { Timeline, type TimelineEntry } from '@/ui/Timeline';

const ALARMS = new Set(['escalated', 'alert', 'reopened']);

function toLine(entry: TicketEntry, t: TFunction<'tickets'>): TimelineEntry {
  const to = typeof entry.data.to_name === 'string' ? entry.data.to_name : '';
  const level = typeof entry.data.level === 'number' ? entry.data.level : '';
  return {
    id: String(entry.id),
    at: entry.at,
    who: entry.account?.name ?? t('entry.system'),
    what: t(`entry.${entry.kind}`, { to, level, defaultValue: entry.kind }),
    note: entry.text || undefined,
    tone: ALARMS.has(entry.kind) ? 'alarm' : entry.kind === 'closed' ? 'good' : 'normal',
  };
}

/** Everything that happened to a ticket, newest first. */
export function TicketTimeline({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const newest = [...ticket.entries].sort((a, b) => b.at.localeCompare(a.at) || b.id - a.id);
  return <Timeline entries={newest.map((entry) => toLine(entry, t))} />;
}
