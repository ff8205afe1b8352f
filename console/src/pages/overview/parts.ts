import { createContext, useContext } from 'react';
import type { QueryAnswer, QueryBody, QueryRow } from '@/api/metrics';
import type { Comparison, DayRange } from '@/format/period';
import type { MetricChoice, RankBy } from './params';

/** What every card of the overview is about. */
export interface Place {
  unit: string | undefined;
  unitName: string;
  /** A unit without units below it: its cards open answers instead of units. */
  leaf: boolean;
  range: DayRange;
  comparison: Comparison;
  /** The instant up to which the headline figures were projected; the other cards ask again when it moves. */
  asOf: string | null | undefined;
  headline: QueryAnswer | undefined;
  /** The headline without doubted answers. */
  authentic: QueryRow | undefined;
  metric: MetricChoice;
  by: RankBy;
  set: (patch: { metric?: MetricChoice; by?: RankBy; end?: 'best' | 'worst' }) => void;
  goTo: (unit: string) => void;
  /** The list of the feedback behind a figure, in this place and period. */
  openAnswers: (filter: Record<string, string>) => void;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('usePlace outside of the overview');
  return place;
}

export function bodyFor(place: Pick<Place, 'unit' | 'range'>, rest: Omit<QueryBody, 'unit' | 'time'>): QueryBody {
  return { ...(place.unit ? { unit: place.unit } : {}), time: place.range, ...rest };
}
