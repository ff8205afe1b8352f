import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read, type CursorPage, type QueryParams, type Schemas } from './http';
import type { UnitRef } from './session';

export interface Person {
  id: number;
  name: string;
}

export type TicketState = 'new' | 'active' | 'waiting' | 'closed';

export interface Ticket {
  id: string;
  title: string;
  state: TicketState;
  priority: 'normal' | 'high' | 'urgent';
  unit: UnitRef;
  owner: Person | null;
  level: number;
  opened_at: string;
  first_response_due_at: string | null;
  resolution_due_at: string | null;
  clock: TicketClock;
  version: number;
  feedback_id: number;
}

export interface TicketClock {
  kind: 'first_response' | 'resolution';
  state: 'running' | 'paused' | 'met' | 'missed';
  due_at: string | null;
  overdue: boolean;
}

export interface TicketEntry {
  id: number;
  at: string;
  kind: string;
  account: Person | null;
  text: string;
  data: Record<string, unknown>;
}

export interface FullClock {
  due_at: string | null;
  state: string;
  remaining_seconds: number | null;
}

export interface Policy {
  id: number;
  name: string;
  priority: string;
  first_response_minutes: number;
  resolution_minutes: number;
  escalation_minutes: number[];
  calendar: Record<string, unknown>;
  pause_while_waiting: boolean;
  version: number;
}

export interface TicketDetail extends Ticket {
  first_response_at: string | null;
  closed_at: string | null;
  reopened: number;
  root_cause: string;
  action_taken: string;
  entries: TicketEntry[];
  alerts: Record<string, unknown>[];
  policy: Policy;
  clocks: { first_response: FullClock; resolution: FullClock; escalate_at: string | null; level: number; paused_seconds: number };
  actions: string[];
  root_causes: { code: string; zh: string; en: string }[];
}

export interface TicketSummary {
  open: number;
  new: number;
  active: number;
  waiting: number;
  overdue: number;
  escalated: number;
  mine: number;
  mine_overdue: number;
}

export type TicketAct = 'take' | 'release' | 'comment' | 'wait' | 'resume' | 'transfer' | 'close' | 'reopen';

export const useTicket = (number: string | undefined) =>
  useQuery({
    queryKey: ['ticket', number],
    queryFn: ({ signal }) => read<TicketDetail>(api.GET('/api/v1/tickets/{number}', { params: { path: { number: number! } }, signal })),
    enabled: number !== undefined,
    refetchInterval: 15_000,
  });

export const useTicketSummary = (unit: string | undefined, enabled = true) =>
  useQuery({
    queryKey: ['tickets-summary', unit],
    queryFn: ({ signal }) => read<TicketSummary>(api.GET('/api/v1/tickets/summary', { params: { query: { unit } }, signal })),
    refetchInterval: 10_000,
    enabled,
  });

export const useAssignees = (number: string, enabled: boolean) =>
  useQuery({ queryKey: ['assignees', number], queryFn: ({ signal }) => read<Person[]>(api.GET('/api/v1/tickets/{number}/assignees', { params: { path: { number } }, signal })), enabled });

export type BatchOutcome = Schemas['TicketBatchOut'];

/** Most tickets one batch takes. */
export const MOST_IN_BATCH = 500;

export function useTicketBatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['TicketBatchIn']) => read<BatchOutcome>(api.POST('/api/v1/tickets/batch', { body })),
    onSettled: () => {
      for (const key of ['/api/v1/tickets', 'tickets-summary', 'ticket']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** The numbers of all tickets a filter lets through, as many as one batch takes. */
export async function numbersOf(filter: QueryParams): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null && found.length < MOST_IN_BATCH) {
    const page: CursorPage<Ticket> = await read<CursorPage<Ticket>>(api.GET('/api/v1/tickets', { params: { query: { ...filter, limit: 200, cursor: cursor || undefined } as never } }));
    found.push(...page.items.map((ticket) => ticket.id));
    cursor = page.next_cursor;
  }
  return found.slice(0, MOST_IN_BATCH);
}

/** One act on one ticket; the answer is the ticket afterwards, and the lists look again. */
export function useTicketAct(number: string) {
  const queries = useQueryClient();
  const refresh = (): void => {
    for (const key of ['/api/v1/tickets', 'tickets-summary']) void queries.invalidateQueries({ queryKey: [key] });
  };
  return useMutation({
    mutationFn: ({ act, body }: { act: TicketAct; body: Record<string, unknown> }) => read<TicketDetail>(api.POST(`/api/v1/tickets/{number}/${act}`, { params: { path: { number } }, body } as never)),
    onSuccess: (ticket) => queries.setQueryData(['ticket', number], ticket),
    // Somebody else was first: show what they did.
    onError: () => queries.invalidateQueries({ queryKey: ['ticket', number] }),
    onSettled: refresh,
  });
}
