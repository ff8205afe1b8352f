import type { QueryParams } from '@/api/http';
import { param, type Values } from '@/state/useUrlState';

export const GROUPS = ['promoter', 'passive', 'detractor'] as const;

/** Kept and counted nowhere; without one of these only completed responses are listed. */
export const OUTCOMES = ['screened_out', 'over_quota'] as const;

/** The filters of the answers table; a bar of the summary leads here with `question` and a choice or bounds. */
export const ANSWER_PARAMS = {
  q: param.text(),
  since: param.optional(),
  until: param.optional(),
  channel: param.optional(),
  group: param.oneOf(GROUPS),
  outcome: param.oneOf(OUTCOMES),
  flagged: param.oneOf(['true', 'false'] as const),
  question: param.optional(),
  choice: param.optional(),
  answer_min: param.optional(),
  answer_max: param.optional(),
  test: param.flag(),
  open: param.optional(),
};

export type AnswerValues = Values<typeof ANSWER_PARAMS>;

/** The parameters of `GET /surveys/{key}/answers`, without the columns. */
export function toFilter({ since, until, group, test, open: _open, ...rest }: AnswerValues, unit: string | undefined): QueryParams {
  return { ...rest, unit, from: since, to: until, score_group: group, test: test || undefined };
}
