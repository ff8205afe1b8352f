import type { TFunction } from 'i18next';
import type { Condition, Test } from '../logic/condition';
import type { Subject } from '../types/kind';

type Words = TFunction<'editor'>;

/** A condition as a person says it: 推荐意愿 ≤ 6 且 评论 已填写. */
export function spellCondition(condition: Condition, subjects: Map<string, Subject>, t: Words): string {
  if (condition.kind === 'opaque') return t('rule.opaque');
  if (condition.kind === 'test') return spellTest(condition, subjects.get(condition.of), t);
  const parts = condition.parts.map((part) => (part.kind === 'group' && part.parts.length > 1 ? t('rule.bracket', { inner: spellCondition(part, subjects, t) }) : spellCondition(part, subjects, t)));
  return parts.join(t(condition.join === 'all' ? 'rule.and' : 'rule.or'));
}

function spellTest(test: Test, subject: Subject | undefined, t: Words): string {
  const name = subject ? t('rule.quoted', { name: subject.label }) : t('rule.gone', { key: test.of });
  const op = t(`op.${test.op}`);
  const value = spellValue(test, subject, t);
  return value ? t('rule.test', { name, op, value }) : t('rule.bare', { name, op });
}

function spellValue({ op, value }: Test, subject: Subject | undefined, t: Words): string {
  if (op === 'answered' || op === 'unanswered') return '';
  if (op === 'between') return (value as number[]).join('–');
  if (op === 'nps') return (value as string[]).map((group) => t(`npsGroup.${group}`)).join(t('rule.orList'));
  const label = (key: string): string => subject?.options?.find((option) => option.key === key)?.label ?? key;
  if (Array.isArray(value)) return value.map((key) => label(String(key))).join(t(op === 'all_chosen' ? 'rule.andList' : 'rule.orList'));
  if (typeof value === 'string' && subject?.kind !== 'state') return t('rule.word', { word: value });
  return typeof value === 'string' ? label(value) : String(value ?? '…');
}
