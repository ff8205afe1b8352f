import type { Rule } from '../model/definition';
import type { Condition, Test } from './condition';

const COMPARED = { lte: '<=', lt: '<', gte: '>=', gt: '>', eq: '==', ne: '!=', is: '==', is_not: '!=' } as const;

/** The condition as JsonLogic; `undefined` where nothing is asked. */
export function toLogic(condition: Condition): Rule | undefined {
  if (condition.kind === 'opaque') return condition.rule;
  if (condition.kind === 'test') return testToLogic(condition);
  const parts = condition.parts.map(toLogic).filter((part) => part !== undefined);
  if (parts.length < 2) return parts[0];
  return { [condition.join === 'all' ? 'and' : 'or']: parts };
}

const several = (join: 'or' | 'and', parts: Rule[]): Rule => (parts.length === 1 ? parts[0] : { [join]: parts });

function testToLogic({ of, op, value }: Test): Rule | undefined {
  const keys = Array.isArray(value) ? value : [];
  const selected = keys.map((key) => ({ selected: [of, key] }));
  switch (op) {
    case 'answered': return { answered: [of] };
    case 'unanswered': return { '!': [{ answered: [of] }] };
    case 'between': return { between: [{ var: of }, ...keys] };
    case 'chosen': return keys.length ? several('or', selected) : undefined;
    case 'not_chosen': return keys.length ? { '!': [several('or', selected)] } : undefined;
    case 'all_chosen': return keys.length ? several('and', selected) : undefined;
    case 'nps': return keys.length ? several('or', keys.map((group) => ({ '==': [{ nps_group: [of] }, group] }))) : undefined;
    case 'contains': return value ? { in: [value, { var: of }] } : undefined;
    default: return value === undefined ? undefined : { [COMPARED[op]]: [{ var: of }, value] };
  }
}
