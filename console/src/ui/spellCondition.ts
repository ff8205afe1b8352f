import type { TFunction } from 'i18next';
import { groupOf, isLeaf, type Condition, type Leaf } from './condition';

const SIGNS: Record<string, string> = { '<=': '≤', '>=': '≥', '==': '=', '!=': '≠', '<': '<', '>': '>' };

function spellLeaf(leaf: Leaf, t: TFunction<'ui'>, topicName: (key: string) => string): string {
  const field = t(`condition.field.${leaf.field.replace('.', '_')}`, { defaultValue: leaf.field });
  if (leaf.field === 'mention') {
    const { topic, polarity } = leaf.value as { topic: string; polarity?: string };
    return t('condition.mentions', { topic: topicName(topic), polarity: polarity ? t(`polarity.${polarity}`) : '' });
  }
  if (typeof leaf.value === 'boolean') return leaf.value ? field : t('condition.without', { field });
  if (leaf.field === 'sentiment_label') return `${field} ${t(`polarity.${String(leaf.value)}`)}`;
  return `${field} ${SIGNS[leaf.op] ?? leaf.op} ${JSON.stringify(leaf.value)}`;
}

/** A condition as a sentence; inner groups stand in brackets. */
export function spellCondition(condition: Condition, t: TFunction<'ui'>, topicName: (key: string) => string, inner = false): string {
  if (isLeaf(condition)) return spellLeaf(condition, t, topicName);
  const group = groupOf(condition);
  if (!group) return 'not' in condition ? t('condition.unless', { what: spellCondition(condition.not, t, topicName, true) }) : '';
  const joined = group.parts.map((part) => spellCondition(part, t, topicName, true)).join(t(`condition.joined.${group.join}`));
  return inner && group.parts.length > 1 ? `(${joined})` : joined;
}
