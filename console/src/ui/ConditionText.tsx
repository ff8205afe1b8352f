import { useTranslation } from 'react-i18next';
import type { Condition } from './condition';
import { spellCondition } from './spellCondition';

/** A condition in words. */
export function ConditionText({ condition, topicName }: { condition: Condition; topicName: (key: string) => string }) {
  const { t } = useTranslation('ui');
  return <>{spellCondition(condition, t, topicName)}</>;
}
