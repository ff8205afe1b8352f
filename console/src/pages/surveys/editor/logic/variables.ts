import type { Rule } from '../model/definition';

const isObject = (rule: Rule): rule is Record<string, unknown> => typeof rule === 'object' && rule !== null && !Array.isArray(rule);

/** Operators whose first argument names an answer. */
const KEYED = new Set(['var', 'answered', 'selected', 'nps_group']);
const SCOPED = new Set(['some', 'all', 'none', 'map', 'filter']);

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The names a rule reads: question keys, and `calc` for calculations. Names inside a scoped body belong to its items. */
export function variablesOf(rule: Rule): Set<string> {
  const names = new Set<string>();
  visitNames(rule, (name) => names.add(name.split('.')[0]!));
  return names;
}

/** The keys of the calculations a rule reads. */
export function calculationsIn(rule: Rule): Set<string> {
  const keys = new Set<string>();
  visitNames(rule, (name) => name.startsWith('calc.') && keys.add(name.slice('calc.'.length)));
  return keys;
}

function visitNames(rule: Rule, see: (name: string) => void): void {
  if (Array.isArray(rule)) return rule.forEach((item) => visitNames(item, see));
  if (!isObject(rule)) return;
  const [operator, given] = Object.entries(rule)[0] ?? ['', []];
  const listed = asList(given);
  if (operator === 'missing') return listed.forEach((name) => see(String(name)));
  if (KEYED.has(operator)) {
    see(String(listed[0]));
    return listed.slice(1).forEach((item) => visitNames(item, see));
  }
  (SCOPED.has(operator) ? listed.slice(0, 1) : listed).forEach((item) => visitNames(item, see));
}

/** The rule with the question `key` called `to`. */
export function renameInRule(rule: Rule, key: string, to: string): Rule {
  if (Array.isArray(rule)) return rule.map((item) => renameInRule(item, key, to));
  if (!isObject(rule)) return rule;
  const [operator, given] = Object.entries(rule)[0] ?? ['', []];
  const listed = asList(given);
  const named = (name: unknown): unknown => (typeof name === 'string' && name.split('.')[0] === key ? to + name.slice(key.length) : name);
  if (operator === 'missing') return { missing: listed.map(named) };
  const first = KEYED.has(operator) ? named(listed[0]) : renameInRule(listed[0], key, to);
  const rest = listed.slice(1).map((item) => (SCOPED.has(operator) ? item : renameInRule(item, key, to)));
  return { [operator]: Array.isArray(given) ? [first, ...rest] : first };
}
