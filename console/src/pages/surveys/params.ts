import type { QueryParams } from '@/api/http';
import { param, type Values } from '@/state/useUrlState';

export const STATUSES = ['draft', 'published', 'paused', 'closed'] as const;

/** What surveys are made for, as templates name it; a survey from elsewhere may name its own. */
export const SCENES = ['post_purchase', 'store', 'delivery', 'service', 'membership', 'product', 'digital', 'mystery', 'employee', 'event', 'b2b', 'industry'] as const;

/** The list's filters under the names that the address and the server share. */
export const SURVEY_PARAMS = {
  q: param.text(),
  status: param.oneOf(STATUSES),
  folder: param.optional(),
  tag: param.optional(),
  scene: param.optional(),
  touchpoint: param.optional(),
  owner: param.optional(),
  archived: param.flag(),
  sort: param.text('-updated'),
};

/** The parameters of `GET /surveys`. */
export function toFilter({ archived, ...rest }: Values<typeof SURVEY_PARAMS>): QueryParams {
  return { ...rest, archived: archived || undefined };
}
