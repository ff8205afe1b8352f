export type SlaState = 'ok' | 'due' | 'overdue' | 'paused' | 'met' | 'missed';

/** A deadline of a ticket; instants are RFC 3339 UTC and already counted on the working calendar. */
export interface SlaDeadline {
  dueAt: string;
  doneAt?: string | null;
  paused?: boolean;
}

const DUE_SOON = 2 * 3_600_000;

/** Where a deadline stands: within two hours of it counts as due. */
export function slaState(deadline: SlaDeadline, now: number): SlaState {
  const due = Date.parse(deadline.dueAt);
  if (deadline.doneAt) return Date.parse(deadline.doneAt) <= due ? 'met' : 'missed';
  if (deadline.paused) return 'paused';
  if (now > due) return 'overdue';
  return due - now <= DUE_SOON ? 'due' : 'ok';
}
