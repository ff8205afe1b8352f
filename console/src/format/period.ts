import dayjs, { type Dayjs } from 'dayjs';
import { today } from './time';

export const PERIODS = ['today', 'week', 'month', 'last_month', 'd30', 'd90', 'm12', 'custom'] as const;
export type PeriodKey = (typeof PERIODS)[number];

export const COMPARISONS = ['previous', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Grain = 'day' | 'week' | 'month';

/** Whole local days, both ends included, as YYYY-MM-DD. */
export interface DayRange {
  from: string;
  to: string;
}

const iso = (day: Dayjs): string => day.format('YYYY-MM-DD');

/** The days a named period covers; weeks start on Monday, open periods end today. */
export function resolvePeriod(key: PeriodKey, custom: Partial<DayRange> = {}, now: Date = new Date()): DayRange {
  const end = today(now);
  const last = (days: number): DayRange => ({ from: iso(end.subtract(days - 1, 'day')), to: iso(end) });
  switch (key) {
    case 'today':
      return last(1);
    case 'week':
      return { from: iso(end.startOf('isoWeek')), to: iso(end) };
    case 'month':
      return { from: iso(end.startOf('month')), to: iso(end) };
    case 'last_month': {
      const month = end.startOf('month').subtract(1, 'month');
      return { from: iso(month), to: iso(month.endOf('month')) };
    }
    case 'd90':
      return last(90);
    case 'm12':
      return { from: iso(end.startOf('month').subtract(11, 'month')), to: iso(end) };
    case 'custom':
      return { from: custom.from ?? last(30).from, to: custom.to ?? iso(end) };
    case 'd30':
      return last(30);
  }
}

const GRAINS: [Grain, number][] = [['day', 1], ['week', 7], ['month', 30]];
const MOST_POINTS = 31;
const FEWEST_POINTS = 4;
const FEWEST_ANSWERS = 8;

/** The step at which a trend is readable: four to about thirty points, on average with answers enough if `n` allows. */
export function grainFor(range: DayRange, n = Infinity): Grain {
  const days = dayjs(range.to).diff(dayjs(range.from), 'day') + 1;
  const points = (length: number): number => days / length;
  const drawable = GRAINS.filter(([, length]) => points(length) <= MOST_POINTS && points(length) >= FEWEST_POINTS);
  const full = drawable.find(([, length]) => n / points(length) >= FEWEST_ANSWERS);
  const [grain] = full ?? drawable.at(-1) ?? (days > MOST_POINTS ? GRAINS[2]! : GRAINS[0]!);
  return grain;
}
