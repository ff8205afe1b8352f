import { useQuery } from '@tanstack/react-query';
import { api, read, type Schemas } from './http';
import type { UnitRef } from './session';

export interface Unmatched {
  feedback: number;
  unknown: number;
  share: number | null;
}

export type Segment = Schemas['CellOut']['segment'];
export type Attitude = Schemas['CellOut']['attitude'];
export type Behaviour = Schemas['CellOut']['behaviour'];

export interface MatrixCell {
  attitude: Attitude;
  behaviour: Behaviour;
  segment: Segment;
  customers: number;
  revenue: number;
  revenue_before: number;
  promotion_share: number | null;
}

export interface Matrix {
  attitudes: Attitude[];
  behaviours: Behaviour[];
  cells: MatrixCell[];
  segments: { segment: Segment; customers: number; share: number | null; revenue: number }[];
  customers: number;
  without_orders: number;
  unmatched: Unmatched;
  rules: { version: number; changed_at: string | null; settings: { window_days: number; attitude_days: number; growing_from: number; shrinking_to: number } };
  as_of: string;
  window_days: number;
}

export interface FusionPerson {
  id: string;
  name: string;
  level: string;
  phone: string;
  orders: number;
  orders_before: number;
  revenue: number;
  last_order_on: string | null;
  feedback_id: number;
  said: string;
  recommend: number | null;
  said_at: string;
  unit: UnitRef;
}

export interface Group {
  customers: number;
  eligible: number;
  bought_again: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  promotion_share: number | null;
}

export interface Difference {
  value: number;
  low: number;
  high: number;
  significant: boolean;
}

export interface CurvePoint {
  day: number;
  bought_again: number;
  low: number;
  high: number;
  at_risk: number;
}

export interface ExpensiveStore {
  unit: UnitRef;
  complaining: Group;
  others: Group;
  difference: Difference | null;
}

export interface Expensive {
  complaining: Group;
  others: Group;
  difference: Difference | null;
  matched: { rate: number; others_rate: number; difference: Difference; customers: number; others: number; strata: number; left_out: number } | null;
  curve: { complaining: CurvePoint[]; others: CurvePoint[] };
  also_say: { topic: string; polarity: number; customers: number; share: number | null; low: number | null; high: number | null; others_share: number | null }[];
  stores: ExpensiveStore[];
  stores_total: number;
  minimum_n: number;
  unmatched: Unmatched;
  days: number;
  from: string;
  to: string;
  as_of: string;
}

export const useMatrix = (unit: string | undefined, window: number | undefined) =>
  useQuery({ queryKey: ['fusion-matrix', unit, window], queryFn: ({ signal }) => read<Matrix>(api.GET('/api/v1/fusion/matrix', { params: { query: { unit, window_days: window } }, signal })), staleTime: 60_000 });

export type SegmentSplit = Schemas['AttributeSplitOut'];

/** A segment's share by what its stores are. */
export const useSegmentSplits = (segment: Segment, unit: string | undefined, window: number | undefined) =>
  useQuery({ queryKey: ['fusion-attributes', segment, unit, window], queryFn: ({ signal }) => read<{ items: SegmentSplit[] }>(api.GET('/api/v1/fusion/attributes', { params: { query: { segment, unit, window_days: window } }, signal })), staleTime: 60_000 });

export const useExpensive = (unit: string | undefined, days: number) =>
  useQuery({ queryKey: ['fusion-expensive', unit, days], queryFn: ({ signal }) => read<Expensive>(api.GET('/api/v1/fusion/expensive', { params: { query: { unit, days } }, signal })), staleTime: 60_000 });
