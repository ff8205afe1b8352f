import type { QueryParams } from '@/api/http';
import { param } from '@/state/useUrlState';

export const KINDS = ['survey', 'review', 'call', 'post', 'visit'] as const;
export const GROUPS = ['promoter', 'passive', 'detractor'] as const;
export const LABELS = ['negative', 'mixed', 'neutral', 'positive'] as const;

/** The filters of the stream under the names the address and the server share; drills arrive with any of them. */
export const FEEDBACK_PARAMS = {
  q: param.text(),
  kind: param.optional(),
  source: param.optional(),
  channel: param.optional(),
  touchpoint: param.optional(),
  topic: param.optional(),
  polarity: param.optional(),
  group: param.optional(),
  label: param.optional(),
  score_min: param.optional(),
  score_max: param.optional(),
  rating_min: param.optional(),
  rating_max: param.optional(),
  question: param.optional(),
  answer_max: param.optional(),
  customer: param.optional(),
  flagged: param.optional(),
  authentic: param.flag(),
  open: param.optional(),
};

type Named = { [K in keyof typeof FEEDBACK_PARAMS]: ReturnType<(typeof FEEDBACK_PARAMS)[K]['read']> };

/** The parameters of `GET /feedback`. */
export function toFilter({ group, open: _open, authentic, ...rest }: Named): QueryParams {
  return { ...rest, score_group: group, authentic: authentic || undefined };
}

/** Filters that have no control of their own: shown as removable tags, since a drill may set them. */
export const DRILLED = ['source', 'touchpoint', 'score_min', 'score_max', 'rating_min', 'rating_max', 'question', 'answer_max', 'customer'] as const;
