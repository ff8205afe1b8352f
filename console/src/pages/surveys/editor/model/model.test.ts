import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyChange } from './change';
import type { Definition, Question } from './definition';
import { findQuestion, freshItemKey, freshKey, questionsOf } from './find';
import { record, redo, startHistory, undo } from './history';
import { ownerOf, pathOf, rulesOf, textsOf } from './traverse';
import { usesOf } from './uses';

const ROOT = join(import.meta.dirname, '../../../../../..');
const survey = JSON.parse(readFileSync(join(ROOT, 'opencem/demo/surveys/post_purchase.json'), 'utf8')) as Definition;
const question = (key: string, more: Partial<Question> = {}): Question => ({ key, type: 'text', title: { 'zh-Hans': key }, ...more });
const small: Definition = {
  key: 's',
  title: { 'zh-Hans': '问卷' },
  pages: [
    { key: 'p1', questions: [question('a'), question('b')] },
    { key: 'p2', questions: [question('c', { title: { 'zh-Hans': '您说「{{q.a}}」，为什么？' }, show_if: { '<=': [{ var: 'a' }, 6] } }), question('d', { carry: { from: 'a', what: 'chosen' }, show_if: { and: [{ answered: ['a'] }, { answered: ['b'] }] } })], next: [{ if: { answered: ['a'] }, to: 'end:bye' }] },
  ],
};
const order = (definition: Definition): string => definition.pages.map((page) => page.questions.map((each) => each.key).join('')).join('|');

describe('changes', () => {
  it('move a question within its page and to another', () => {
    expect(order(applyChange(small, { do: 'moveQuestion', question: 'a', spot: { page: 'p1', at: 1 } }))).toBe('ba|cd');
    expect(order(applyChange(small, { do: 'moveQuestion', question: 'a', spot: { page: 'p2', at: 2 } }))).toBe('b|cda');
    expect(applyChange(small, { do: 'moveQuestion', question: 'a', spot: { page: 'p1', at: 0 } })).toBe(small);
    expect(applyChange(small, { do: 'moveQuestion', question: 'a', spot: { page: 'gone', at: 0 } })).toBe(small);
  });

  it('split and join pages without losing a question or the way on', () => {
    const split = applyChange(small, { do: 'splitPage', question: 'd' });
    expect(order(split)).toBe('ab|c|d');
    expect(split.pages.map((page) => Boolean(page.next))).toEqual([false, false, true]);
    expect(order(applyChange(small, { do: 'removePage', page: 'p1' }))).toBe('abcd');
    expect(order(applyChange(small, { do: 'removePage', page: 'p2' }))).toBe('abcd');
  });

  it('leave untouched parts the same objects', () => {
    const next = applyChange(small, { do: 'setQuestion', question: 'a', patch: { note: 'x' } });
    expect(next.pages[1]).toBe(small.pages[1]);
    expect(next.pages[0]!.questions[1]).toBe(small.pages[0]!.questions[1]);
  });

  it('take a field away when it is set to nothing', () => {
    expect('show_if' in findQuestion(applyChange(small, { do: 'setQuestion', question: 'c', patch: { show_if: undefined } }), 'c')!.question).toBe(false);
  });

  it('copy a question under a key of its own', () => {
    expect(order(applyChange(small, { do: 'duplicateQuestion', question: 'a' }))).toBe('aa_2b|cd');
  });

  it('rename a question everywhere it is named', () => {
    const renamed = applyChange(small, { do: 'renameQuestion', question: 'a', to: 'recommend' });
    expect(usesOf(renamed, 'a')).toEqual([]);
    expect(usesOf(renamed, 'recommend')).toHaveLength(usesOf(small, 'a').length);
    expect(applyChange(small, { do: 'renameQuestion', question: 'a', to: 'b' })).toBe(small);
  });
});

describe('deleting', () => {
  it('says what breaks', () => {
    expect(usesOf(small, 'a').map((use) => [use.how, use.owner.part, use.owner.key, use.owner.field])).toEqual([
      ['rule', 'question', 'c', 'show_if'],
      ['rule', 'question', 'd', 'show_if'],
      ['rule', 'page', 'p2', 'next'],
      ['words', 'question', 'c', 'title'],
      ['carry', 'question', 'd', 'carry'],
    ]);
  });

  it('can keep the references, to be mended by hand', () => {
    expect(usesOf(applyChange(small, { do: 'removeQuestion', question: 'a', dropUses: false }), 'a')).toHaveLength(5);
  });

  it('can take only the broken parts of the rules along', () => {
    const rest = applyChange(small, { do: 'removeQuestion', question: 'a', dropUses: true });
    expect(usesOf(rest, 'a')).toEqual([]);
    expect(findQuestion(rest, 'c')!.question).toMatchObject({ title: { 'zh-Hans': '您说「」，为什么？' } });
    expect(findQuestion(rest, 'd')!.question.show_if).toEqual({ answered: ['b'] });
  });
});

describe('the demo survey', () => {
  it('shows its rules and texts with their owners', () => {
    const owners = rulesOf(survey).map(({ path }) => ownerOf(survey, path));
    expect(owners.every((owner) => owner.part === 'question')).toBe(true);
    expect(textsOf(survey).length).toBeGreaterThan(20);
    expect(ownerOf(survey, pathOf('pages.0.questions.1.groups.0.show_if'))).toEqual({ part: 'question', key: 'reasons', field: 'groups' });
    expect(ownerOf(survey, pathOf('title'))).toMatchObject({ part: 'survey', field: 'title' });
  });
});

describe('keys', () => {
  it('are never given twice', () => {
    expect(freshKey('rating', ['rating', 'rating_2'])).toBe('rating_3');
    expect(freshItemKey(['a1', 'a7', 'price'])).toBe('a8');
    const keys = questionsOf(applyChange(applyChange(small, { do: 'duplicateQuestion', question: 'a' }), { do: 'duplicateQuestion', question: 'a' })).map((each) => each.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('history', () => {
  it('undoes a word at once and other things one by one', () => {
    let history = startHistory('');
    history = record(history, '好', 'setQuestion', 'title:a', 1000);
    history = record(history, '好吃', 'setQuestion', 'title:a', 1400);
    history = record(history, '好吃!', 'moveQuestion', '', 1500);
    expect(history.past).toHaveLength(2);
    expect(undo(history).present).toBe('好吃');
    expect(undo(undo(history)).present).toBe('');
    expect(redo(redo(undo(undo(history)))).present).toBe('好吃!');
  });

  it('starts a new step after a pause, another field or an undo', () => {
    let history = record(record(startHistory('a'), 'b', 'x', 't', 0), 'c', 'x', 't', 5000);
    expect(history.past).toHaveLength(2);
    history = record(history, 'd', 'x', 'u', 5100);
    expect(history.past).toHaveLength(3);
    expect(record(undo(history), 'e', 'x', 'u', 5200)).toMatchObject({ present: 'e', future: [] });
  });

  it('does not count what changes nothing, and ends', () => {
    const start = startHistory('a');
    expect(record(start, 'a', 'x', '', 0)).toBe(start);
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });
});
