import { param } from '@/state/useUrlState';

export const METRIC_CHOICES = ['nps', 'csat', 'rating', 'sentiment', 'on_time_rate', 'feedback_count', 'repurchase_rate'] as const;
export type MetricChoice = (typeof METRIC_CHOICES)[number];

export const RANK_BY = ['unit', 'store', 'unit_kind', 'channel', 'source', 'product', 'product_category', 'attr:format'] as const;
export type RankBy = (typeof RANK_BY)[number];

/** The split named in the address; else a region's manager compares stores, everybody else the units below. */
export function rankBy(named: string | undefined, regional: boolean): RankBy {
  return RANK_BY.find((each) => each === named) ?? (regional ? 'store' : 'unit');
}

export const OVERVIEW_PARAMS = {
  metric: param.choice(METRIC_CHOICES, 'nps'),
  by: param.optional(),
  end: param.choice(['best', 'worst'], 'best'),
  open: param.optional(),
};
