import type { Question } from '../../model/definition';

/** A limit that is a number; dates have theirs as words. */
export const numberOr = (limit: Question['min'], otherwise: number): number => (typeof limit === 'number' ? limit : otherwise);
