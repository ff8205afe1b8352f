/** A condition of an alert rule as data, in the server's vocabulary. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

export interface Leaf {
  field: string;
  op: string;
  value: LeafValue;
}

export type LeafValue = number | boolean | string | (string | number)[] | { topic: string; polarity?: string };

export const NUMBER_FIELDS = ['score.recommend', 'score.csat', 'score.ces', 'rating', 'sentiment', 'suspicion'] as const;
export const LEAF_FIELDS = [...NUMBER_FIELDS, 'mention', 'sentiment_label', 'has_text', 'has_contact'] as const;
export const NUMBER_OPS = ['<=', '<', '>=', '>', '=='] as const;

export function isLeaf(condition: Condition): condition is Leaf {
  return 'field' in condition;
}

/** A leaf of the field with a value that makes sense to start from. */
export function emptyLeaf(field: string): Leaf {
  if (field === 'mention') return { field, op: 'includes', value: { topic: 'service', polarity: 'negative' } };
  if (field === 'sentiment_label') return { field, op: '==', value: 'negative' };
  if (field === 'has_text' || field === 'has_contact') return { field, op: 'is', value: true };
  return { field, op: '<=', value: field === 'sentiment' ? -0.2 : field === 'suspicion' ? 0.5 : field === 'rating' ? 2 : 6 };
}

/** The parts of a group and how they are joined; null for a leaf or a negation. */
export function groupOf(condition: Condition): { join: 'all' | 'any'; parts: Condition[] } | null {
  if ('all' in condition) return { join: 'all', parts: condition.all };
  if ('any' in condition) return { join: 'any', parts: condition.any };
  return null;
}

export function makeGroup(join: 'all' | 'any', parts: Condition[]): Condition {
  return join === 'all' ? { all: parts } : { any: parts };
}
