import { asGroup, fromLogic, type Condition } from '../logic/condition';
import { toLogic } from '../logic/toLogic';
import { renameInRule, variablesOf } from '../logic/variables';
import type { Definition, Question, Rule, Words } from './definition';
import { mapDefinition, ownerOf, rulesOf, textsOf, type Owner, type Path } from './traverse';

/** One place that refers to a question. */
export interface Use {
  how: 'rule' | 'words' | 'carry';
  path: Path;
  owner: Owner;
}

const tokenOf = (key: string): RegExp => new RegExp(`\\{\\{\\s*q\\.${key}\\s*(\\|[^{}]*)?\\}\\}`, 'g');

/** Everything that reads the question's answer; it breaks when the question goes. */
export function usesOf(definition: Definition, key: string): Use[] {
  const token = tokenOf(key);
  const own = (use: Omit<Use, 'owner'>): Use => ({ ...use, owner: ownerOf(definition, use.path) });
  const rules = rulesOf(definition).filter(({ rule }) => variablesOf(rule).has(key)).map(({ path }) => own({ how: 'rule', path }));
  const texts = textsOf(definition).filter(({ words }) => Object.values(words).some((text) => text.search(token) >= 0)).map(({ path }) => own({ how: 'words', path }));
  return [...rules, ...texts, ...carriers(definition, key).map((path) => own({ how: 'carry', path }))].filter((use) => use.owner.key !== key || use.owner.part !== 'question');
}

function carriers(definition: Definition, key: string): Path[] {
  return definition.pages.flatMap((page, pageAt) => page.questions.flatMap((question, at): Path[] => (question.carry?.from === key ? [['pages', pageAt, 'questions', at, 'carry']] : [])));
}

function withQuestions(definition: Definition, change: (question: Question) => Question): Definition {
  return { ...definition, pages: definition.pages.map((page) => ({ ...page, questions: page.questions.map(change) })) };
}

const withTexts = (words: Words, change: (text: string) => string): Words => Object.fromEntries(Object.entries(words).map(([language, text]) => [language, change(text)]));

/** The survey without what referred to `key`: its conditions fall away, its piped words vanish. */
export function dropUses(definition: Definition, key: string): Definition {
  const token = tokenOf(key);
  const mapped = mapDefinition(definition, {
    rule: (rule) => (variablesOf(rule).has(key) ? withoutTests(rule, key) : rule),
    words: (words) => (Object.values(words).some((text) => text.search(token) >= 0) ? withTexts(words, (text) => text.replaceAll(token, '')) : words),
  });
  return withQuestions(mapped, (question) => {
    if (question.carry?.from !== key) return question;
    const { carry: _carry, ...rest } = question;
    return rest;
  });
}

function withoutTests(rule: Rule, key: string): Rule {
  const keep = (part: Condition): Condition[] => {
    if (part.kind === 'group') return [{ ...part, parts: part.parts.flatMap(keep) }];
    return variablesOf(part.kind === 'opaque' ? part.rule : toLogic(part)).has(key) ? [] : [part];
  };
  const group = asGroup(fromLogic(rule));
  return toLogic({ ...group, parts: group.parts.flatMap(keep) });
}

/** The survey with every reference to `key` leading to `to`. */
export function renameUses(definition: Definition, key: string, to: string): Definition {
  const token = tokenOf(key);
  const mapped = mapDefinition(definition, {
    rule: (rule) => (variablesOf(rule).has(key) ? renameInRule(rule, key, to) : rule),
    words: (words) => (Object.values(words).some((text) => text.search(token) >= 0) ? withTexts(words, (text) => text.replaceAll(token, (_all, fallback?: string) => `{{q.${to}${fallback ?? ''}}}`)) : words),
  });
  return withQuestions(mapped, (question) => (question.carry?.from === key ? { ...question, carry: { ...question.carry, from: to } } : question));
}
