import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, fileUrl, read, type QueryParams } from './http';
import type { SentFile } from '@/ui/SentFiles';
import type { UnitRef } from './session';

export interface FeedbackMention {
  topic: string;
  polarity: -1 | 0 | 1;
  start: number;
  end: number;
}

export interface Verbatim {
  id: number;
  kind: string;
  source: string;
  unit: UnitRef;
  at: string;
  channel: string;
  touchpoint: string;
  recommend: number | null;
  rating: number | null;
  text: string;
  label: 'positive' | 'neutral' | 'negative' | 'mixed' | null;
  sentiment: number | null;
  mentions: FeedbackMention[];
  order_number: string | null;
  suspicion: number;
  excluded: boolean;
  ticket: { id: string; number: string; state: string } | null;
}

export interface Feedback extends Verbatim {
  customer: { id: string; name: string } | null;
  flags: string[];
}

export interface Order {
  number: string;
  at: string;
  amount: number;
  discount: number;
  promotion: boolean;
  channel: string;
  items: Record<string, unknown>[];
}

export interface Customer {
  id: string;
  name: string;
  level: string;
  phone: string | null;
  orders: number;
  revenue: number;
}

export interface Flag {
  id: number;
  kind: string;
  weight: number;
  evidence: Record<string, unknown>;
  raised_at: string;
  reversed: boolean;
  reversed_at: string | null;
  reversed_reason: string;
}

export interface FeedbackDetail extends Verbatim {
  answers: { question: string; title: string; row: string; row_title: string; choice: string; choice_title: string; number: number | null; text: string | null; file: SentFile | null }[];
  flags: Flag[];
  order: Order | null;
  customer: Customer | null;
  alerts: { rule: string; name: string; fired_at: string; reasons: unknown[] }[];
}

export interface Moment {
  kind: 'order' | 'feedback' | 'ticket';
  at: string;
  unit: UnitRef;
  order: Order | null;
  feedback: { id: number; kind: string; source: string; recommend: number | null; rating: number | null; text: string } | null;
  ticket: { number: string; title: string; state: string } | null;
}

export interface CustomerTimeline {
  customer: Customer;
  joined_on: string | null;
  items: Moment[];
  next_cursor: string | null;
}

export const useFeedback = (id: string | undefined) =>
  useQuery({
    queryKey: ['feedback', id],
    queryFn: ({ signal }) => read<FeedbackDetail>(api.GET('/api/v1/feedback/{feedback_id}', { params: { path: { feedback_id: Number(id) } }, signal })),
    enabled: id !== undefined,
  });

export function useReverseFlag(feedbackId: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ flag, reason }: { flag: number; reason: string }) => read<FeedbackDetail>(api.POST('/api/v1/feedback/{feedback_id}/flags/{flag_id}/reverse', { params: { path: { feedback_id: feedbackId, flag_id: flag } }, body: { reason } })),
    onSuccess: (detail) => {
      queries.setQueryData(['feedback', String(feedbackId)], detail);
      void queries.invalidateQueries({ queryKey: ['/api/v1/feedback'] });
    },
  });
}

export const exportUrl = (filter: QueryParams): string => fileUrl('/feedback/export.xlsx', filter);
