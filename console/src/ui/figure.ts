import type { Comparison } from '@/format/period';
import type { Unit } from '@/format/number';

/** One number as the product may show it: never without its n and, where it is an estimate, its interval. */
export interface FigureValue {
  value: number | null;
  n: number;
  /** How many people gave the n ratings, where one gave several: the interval and the minimum n go by them. */
  respondents?: number | null;
  low?: number | null;
  high?: number | null;
  /** n is under the minimum; the value is withheld or greyed. */
  lowSample?: boolean;
  /** Some units were left out by the minimum n. */
  partial?: boolean;
  change?: FigureChange | null;
  /** The same without what the authenticity rules exclude; given where that leaves anything out. */
  authentic?: { value: number | null; n: number } | null;
}

export interface FigureChange {
  against: Exclude<Comparison, 'none'>;
  delta: number;
  /** Whether the difference exceeds its margin; null when the metric has none. */
  significant: boolean | null;
}

/** How a figure reads: its unit, its name and its 口径, and whether more is better. */
export interface FigureMeaning {
  unit: Unit;
  label?: string;
  definition?: string;
  better?: 'up' | 'down' | 'neither';
}
