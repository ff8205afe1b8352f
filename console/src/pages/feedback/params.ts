import type { QueryParams } from '@/api/http';
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

/** Filters that have no control of their own: shown as removable tags, since a drill may set them. */
export const DRILLED = ['source', 'touchpoint', 'score_min', 'score_max', 'rating_min', 'rating_max', 'question', 'answer_max', 'customer'] as const;
