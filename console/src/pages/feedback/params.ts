import type { QueryParams } from '@/api/http';
import type { QueryFilter } from '@/api/metrics';
import { param } from '@/state/useUrlState';

export const KINDS = ['survey', 'review', 'call', 'post', 'visit'] as const;
export const GROUPS = ['promoter', 'passive', 'detractor'] as const;
export const LABELS = ['negative', 'mixed', 'neutral', 'positive'] as const;
export const POLARITIES = ['1', '0', '-1'] as const;
export const YES_NO = ['true', 'false'] as const;

/** The filters of the stream under the names the address and the server share; drills arrive with any of them. */
export const FEEDBACK_PARAMS = {
  q: param.text(),
  kind: param.oneOf(KINDS),
  source: param.optional(),
  channel: param.optional(),
  touchpoint: param.optional(),
  topic: param.optional(),
  product: param.optional(),
  product_category: param.optional(),
  polarity: param.oneOf(POLARITIES),
  group: param.oneOf(GROUPS),
  label: param.oneOf(LABELS),
  has_text: param.oneOf(YES_NO),
  score_min: param.within(0, 10),
  score_max: param.within(0, 10),
  rating_min: param.within(1, 5),
  rating_max: param.within(1, 5),
  question: param.optional(),
  answer_max: param.within(-1e9, 1e9),
  customer: param.optional(),
  flagged: param.oneOf(YES_NO),
  authentic: param.flag(),
  open: param.optional(),
};

type Named = { [K in keyof typeof FEEDBACK_PARAMS]: ReturnType<(typeof FEEDBACK_PARAMS)[K]['read']> };

/** The parameters of `GET /feedback`. */
export function toFilter({ group, open: _open, authentic, ...rest }: Named): QueryParams {
  return { ...rest, score_group: group, authentic: authentic || undefined };
}

/** The conditions of the list that figures of the same feedback know too. */
export function figureFilters(values: Named): QueryFilter[] {
  const named: [string, string | undefined][] = [['kind', values.kind], ['source', values.source], ['channel', values.channel], ['touchpoint', values.touchpoint], ['score_group', values.group]];
  return named.flatMap(([field, value]) => (value === undefined ? [] : [{ field, op: 'eq' as const, value }]));
}

/** Filters that have no control of their own: shown as removable tags, since a drill may set them. */
export const DRILLED = ['source', 'touchpoint', 'product_category', 'score_min', 'score_max', 'rating_min', 'rating_max', 'question', 'answer_max', 'customer'] as const;
