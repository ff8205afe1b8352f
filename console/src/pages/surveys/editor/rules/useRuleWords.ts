import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fromLogic } from '../logic/condition';
import { asAsked, subjectsBefore } from '../logic/subjects';
import type { Condition } from '../logic/condition';
import type { Definition, Rule } from '../model/definition';
import type { Subject } from '../types/kind';
import { useEditor } from '../state/useEditor';
import { spellCondition } from './spell';

type Subjects = Map<string, Subject>;

/** Made once for each state of the survey, however many rules are said in words. */
const made = new WeakMap<Definition, Map<string, Subjects>>();

/** Everything a rule may name, by name: also what stands later, so that a misplaced reference still reads as words. */
export function subjectMap(definition: Definition, language: string): Subjects {
  const languages = made.get(definition) ?? new Map<string, Subjects>();
  const subjects = languages.get(language) ?? new Map(subjectsBefore(definition, { part: 'survey', key: '' }, language).map((subject) => [subject.of, subject]));
  made.set(definition, languages.set(language, subjects));
  return subjects;
}

/** The condition with choices asked for as choices. */
export function readable(condition: Condition, subjects: Subjects): Condition {
  if (condition.kind === 'test') return asAsked(condition, subjects.get(condition.of));
  return condition.kind === 'group' ? { ...condition, parts: condition.parts.map((part) => readable(part, subjects)) } : condition;
}

/** Says rules of this survey in words; `true` is "always". */
export function useSpell(definition: Definition): (rule: Rule) => string {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  return useMemo(() => {
    const subjects = subjectMap(definition, language);
    return (rule) => (rule === true ? t('rule.always') : spellCondition(readable(fromLogic(rule), subjects), subjects, t));
  }, [definition, language, t]);
}
