import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import english from '@/locales/en/editor.json';
import chinese from '@/locales/zh-Hans/editor.json';
import { adopted, freshQuestion, sayIn, spotAfter } from './compose/fresh';
import { fromLogic } from './logic/condition';
import { OPS_OF, startTest, subjectsBefore, subjectsThrough } from './logic/subjects';
import { tokenName } from './logic/tokenNames';
import { toLogic } from './logic/toLogic';
import type { Definition, Question, Row } from './model/definition';
import { isKey, questionsOf } from './model/find';
import { mapDefinition, rulesOf } from './model/traverse';
import { textRows } from './model/translations';
import { itemsOfLines, linesOfItems, withNewItem } from './parts/items';
import { inLanguage } from './parts/words';
import { spellCondition } from './rules/spell';
import { readable, subjectMap } from './rules/useRuleWords';
import { asType, KIN } from './types/kin';
import { KINDS, kindOf } from './types/registry';

type Words = TFunction<'editor'>;
let zh: Words;
let en: Words;
beforeAll(async () => {
  const words = i18next.createInstance();
  await words.init({ lng: 'zh-Hans', resources: { 'zh-Hans': { editor: chinese }, en: { editor: english } }, interpolation: { escapeValue: false } });
  zh = words.getFixedT('zh-Hans', 'editor') as Words;
  en = words.getFixedT('en', 'editor') as Words;
});

const empty: Definition = { key: 's', title: { 'zh-Hans': '问卷' }, languages: ['zh-Hans', 'en'], pages: [{ key: 'p1', questions: [] }, { key: 'p2', questions: [] }] };

/** One question of every type, added as a person adds them. */
const full: Definition = KINDS.reduce((definition, kind) => {
  const spot = spotAfter(definition, undefined, 'p1');
  const question = freshQuestion(definition, kind, spot);
  return { ...definition, pages: definition.pages.with(0, { ...definition.pages[0]!, questions: [...definition.pages[0]!.questions, question] }) };
}, empty);

describe('question types', () => {
  it('are each there once', () => {
    expect(new Set(KINDS.map((kind) => kind.type)).size).toBe(30);
  });

  it('start with words in both languages and a key of their own', () => {
    const questions = questionsOf(full);
    expect(questions.map((question) => question.title).every((title) => title['zh-Hans'] && title.en)).toBe(true);
    expect(questions.every((question) => isKey(question.key))).toBe(true);
    expect(new Set(questions.map((question) => question.key)).size).toBe(30);
  });

  it('take a meaning only once', () => {
    const roles = questionsOf(full).flatMap((question) => question.role ?? []);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('have a name in both languages and offer the reasons of the score before', () => {
    for (const kind of KINDS) for (const t of [zh, en]) expect(t(`type.${kind.type}`)).not.toBe(`type.${kind.type}`);
    const reasons = questionsOf(full).find((question) => question.type === 'tags')!;
    expect(reasons.groups?.map((group) => group.show_if)).toEqual([{ '>=': [{ var: 'recommend' }, 9] }, { '<=': [{ var: 'recommend' }, 8] }]);
  });

  it('speak the only language of a survey, whichever it is', () => {
    expect(sayIn(['fr'])('好', 'good')).toEqual({ fr: 'good' });
    expect(sayIn(['zh-Hans', 'zh-Hant'])('好', 'good')).toEqual({ 'zh-Hans': '好' });
  });

  it('turn into their kin without fields the other does not take', () => {
    const multiple: Question = { key: 'm', type: 'multiple', title: {}, min: 1, max: 2, choices: [{ key: 'a1', label: {}, exclusive: true, open: true }] };
    expect(asType(multiple, 'single')).toEqual({ type: 'single', min: undefined, max: undefined, choices: [{ key: 'a1', label: {}, open: true }] });
    expect(KIN.flat().every((type) => kindOf(type))).toBe(true);
  });

  it('come from the bank under a free key and without a meaning that is taken', () => {
    const again = adopted(full, { key: 'recommend', type: 'nps', title: {}, role: 'recommend' });
    expect(again).toEqual({ key: 'recommend_2', type: 'nps', title: {} });
  });
});

describe('what conditions ask for', () => {
  it('stands before them', () => {
    const before = subjectsBefore(full, { part: 'question', key: 'csat' }, 'zh-Hans');
    expect(before.map((subject) => subject.of)).toEqual(['recommend']);
    expect(subjectsBefore(full, { part: 'page', key: 'p1' }, 'zh-Hans')).toEqual([]);
    expect(subjectsThrough(full, 'p1', 'zh-Hans').length).toBeGreaterThan(30);
  });

  it('can be asked in every way it offers', () => {
    for (const subject of subjectsBefore(full, { part: 'page', key: 'p2' }, 'zh-Hans')) {
      expect(OPS_OF[subject.kind].length).toBeGreaterThan(1);
      const rule = toLogic(startTest(subject));
      if (rule !== undefined) expect(fromLogic(rule)).toMatchObject({ of: subject.of });
    }
  });

  it('reads as a person says it', () => {
    const subjects = subjectMap(full, 'zh-Hans');
    const say = (rule: unknown, t = zh): string => spellCondition(readable(fromLogic(rule), subjects), subjects, t);
    expect(say({ '<=': [{ var: 'recommend' }, 6] })).toBe('「您有多愿意把我们推荐给朋友？」≤ 6');
    expect(say({ and: [{ '==': [{ nps_group: ['recommend'] }, 'detractor'] }, { or: [{ answered: ['verbatim'] }, { '==': [{ var: 'single' }, 'a1'] }] }] })).toBe('「您有多愿意把我们推荐给朋友？」属于 贬损者 且 （「还有什么想对我们说的？」已作答 或 「您这次是在哪里购买的？」选了 选项一）');
    expect(say({ '<': [{ var: 'gone' }, 1] })).toContain('已删除的题目');
    expect(say({ '!': [{ selected: ['single', 'a2'] }] }, en)).toBe('“您这次是在哪里购买的？” does not include 选项二');
  });
});

describe('words', () => {
  it('of what is put in name the question', () => {
    expect(tokenName(full, 'q.verbatim', 'zh-Hans', zh)).toBe('「还有什么想对我们说的？」的答案');
    expect(tokenName(full, 'customer.name|您', 'zh-Hans', zh)).toBe('顾客姓名');
    expect(tokenName(full, 'q.gone', 'zh-Hans', zh)).toBe('已删除的内容');
  });

  it('edited as lines keep their keys', () => {
    const items: Row[] = [{ key: 'price', label: { 'zh-Hans': '价格' } }, { key: 'taste', label: { 'zh-Hans': '口味', en: 'Taste' } }];
    expect(linesOfItems(items, 'zh-Hans')).toBe('价格\n口味');
    expect(itemsOfLines('口味\n\n 环境 \n价格', items, 'zh-Hans', ['a1'])).toEqual([items[1], { key: 'a2', label: { 'zh-Hans': '环境' } }, items[0]]);
    expect(withNewItem(items, ['a3']).at(-1)!.key).toBe('a4');
  });

  it('vanish with their last language', () => {
    expect(inLanguage({ en: 'a', fr: 'b' }, 'en', '')).toEqual({ fr: 'b' });
    expect(inLanguage({ en: 'a' }, 'en', '')).toBeUndefined();
  });

  it('that are missing or lost something put in are listed', () => {
    const survey: Definition = { ...empty, title: { 'zh-Hans': '{{customer.name}}，您好', en: 'Hello' }, pages: [{ key: 'p1', title: { 'zh-Hans': '首页' }, questions: [] }] };
    expect(textRows(survey).map(({ id, missing, broken }) => [id, missing, broken])).toEqual([['title', [], ['en']], ['pages.0.title', ['en'], []]]);
  });
});

const TEMPLATES = join(import.meta.dirname, '../../../../../opencem/listen/surveys/templates');

describe('the templates', () => {
  it.each(readdirSync(TEMPLATES))('%s is understood whole', (file) => {
    const { definition } = JSON.parse(readFileSync(join(TEMPLATES, file), 'utf8')) as { definition: Definition };
    expect(questionsOf(definition).filter((question) => !kindOf(question.type))).toEqual([]);
    const opaque = rulesOf(definition).filter(({ rule, path }) => rule !== true && path[0] !== 'calculations' && JSON.stringify(fromLogic(rule)).includes('opaque'));
    expect(opaque).toEqual([]);
    expect(mapDefinition(definition, { rule: (rule) => rule, words: (words) => words })).toBe(definition);
  });
});
