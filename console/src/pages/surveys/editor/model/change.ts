import type { Definition, Page, Question, Words } from './definition';
import { findPage, findQuestion, freshKey, questionsOf } from './find';
import { mapDefinition, type Path } from './traverse';
import { dropUses, renameUses } from './uses';

/** Where a question stands or is to stand. */
export interface Spot {
  page: string;
  at: number;
}

/** One thing an editor does to the survey. Unknown keys leave it as it is. */
export type Change =
  | { do: 'setSurvey'; patch: Partial<Definition> }
  | { do: 'setPage'; page: string; patch: Partial<Page> }
  | { do: 'setQuestion'; question: string; patch: Partial<Question> }
  | { do: 'addQuestion'; question: Question; spot: Spot }
  | { do: 'moveQuestion'; question: string; spot: Spot }
  | { do: 'removeQuestion'; question: string; dropUses: boolean }
  | { do: 'duplicateQuestion'; question: string }
  | { do: 'renameQuestion'; question: string; to: string }
  | { do: 'addPage'; at: number }
  | { do: 'movePage'; page: string; at: number }
  | { do: 'splitPage'; question: string }
  | { do: 'removePage'; page: string }
  | { do: 'setWords'; path: Path; words: Words }
  | { do: 'replace'; definition: Definition };

export type ChangeName = Change['do'];

export function applyChange(definition: Definition, change: Change): Definition {
  switch (change.do) {
    case 'setSurvey': return patched(definition, change.patch);
    case 'setPage': return withPage(definition, change.page, (page) => patched(page, change.patch));
    case 'setQuestion': return withQuestion(definition, change.question, (question) => patched(question, change.patch));
    case 'addQuestion': return insert(definition, change.question, change.spot);
    case 'moveQuestion': return moveQuestion(definition, change.question, change.spot);
    case 'removeQuestion': return removeQuestion(definition, change.question, change.dropUses);
    case 'duplicateQuestion': return duplicate(definition, change.question);
    case 'renameQuestion': return rename(definition, change.question, change.to);
    case 'addPage': return withPages(definition, spliced(definition.pages, change.at, 0, emptyPage(definition)));
    case 'movePage': return movePage(definition, change.page, change.at);
    case 'splitPage': return splitPage(definition, change.question);
    case 'removePage': return removePage(definition, change.page);
    case 'setWords': return mapDefinition(definition, { words: (words, path) => (samePath(path, change.path) ? change.words : words) });
    case 'replace': return change.definition;
  }
}

const spliced = <T>(items: T[], at: number, out: number, ...put: T[]): T[] => items.toSpliced(at, out, ...put);

const samePath = (a: Path, b: Path): boolean => a.length === b.length && a.every((step, at) => step === b[at]);

const withPages = (definition: Definition, pages: Page[]): Definition => ({ ...definition, pages });

/** `undefined` in a patch takes the field away: the engine refuses empty ones. */
function patched<T extends object>(whole: T, patch: Partial<T>): T {
  const next = { ...whole, ...patch };
  for (const [name, value] of Object.entries(patch)) if (value === undefined) delete next[name as keyof T];
  return next;
}

function withPage(definition: Definition, key: string, change: (page: Page) => Page): Definition {
  const at = definition.pages.findIndex((page) => page.key === key);
  return at < 0 ? definition : withPages(definition, definition.pages.with(at, change(definition.pages[at]!)));
}

function withQuestion(definition: Definition, key: string, change: (question: Question) => Question): Definition {
  const found = findQuestion(definition, key);
  if (!found) return definition;
  return withPage(definition, found.page.key, (page) => ({ ...page, questions: page.questions.with(found.at, change(found.question)) }));
}

function insert(definition: Definition, question: Question, spot: Spot): Definition {
  return withPage(definition, spot.page, (page) => ({ ...page, questions: spliced(page.questions, spot.at, 0, question) }));
}

function take(definition: Definition, key: string): Definition {
  return { ...definition, pages: definition.pages.map((page) => (page.questions.some((question) => question.key === key) ? { ...page, questions: page.questions.filter((question) => question.key !== key) } : page)) };
}

function moveQuestion(definition: Definition, key: string, spot: Spot): Definition {
  const found = findQuestion(definition, key);
  if (!found || !findPage(definition, spot.page)) return definition;
  if (found.page.key === spot.page && found.at === spot.at) return definition;
  return insert(take(definition, key), found.question, spot);
}

function removeQuestion(definition: Definition, key: string, clean: boolean): Definition {
  if (!findQuestion(definition, key)) return definition;
  const rest = take(definition, key);
  return clean ? dropUses(rest, key) : rest;
}

function duplicate(definition: Definition, key: string): Definition {
  const found = findQuestion(definition, key);
  if (!found) return definition;
  const copy = { ...found.question, key: freshKey(key, questionsOf(definition).map((question) => question.key)) };
  return insert(definition, copy, { page: found.page.key, at: found.at + 1 });
}

function rename(definition: Definition, key: string, to: string): Definition {
  if (!findQuestion(definition, key) || findQuestion(definition, to)) return definition;
  return renameUses(withQuestion(definition, key, (question) => ({ ...question, key: to })), key, to);
}

export function emptyPage(definition: Definition): Page {
  return { key: freshKey('page', definition.pages.map((page) => page.key)), questions: [] };
}

function movePage(definition: Definition, key: string, at: number): Definition {
  const page = findPage(definition, key);
  return page ? withPages(definition, spliced(definition.pages.filter((each) => each !== page), at, 0, page)) : definition;
}

/** The question and those after it start a page of their own; the way on moves with them. */
function splitPage(definition: Definition, key: string): Definition {
  const found = findQuestion(definition, key);
  if (!found || found.at === 0) return definition;
  const { next, ...first } = found.page;
  const second: Page = { ...emptyPage(definition), questions: found.page.questions.slice(found.at), ...(next ? { next } : {}) };
  return withPages(definition, spliced(definition.pages, found.pageAt, 1, { ...first, questions: found.page.questions.slice(0, found.at) }, second));
}

/** The page goes, its questions go to the one before it (or after the first). */
function removePage(definition: Definition, key: string): Definition {
  const at = definition.pages.findIndex((page) => page.key === key);
  if (at < 0 || definition.pages.length === 1) return definition;
  const orphans = definition.pages[at]!.questions;
  const rest = definition.pages.filter((page) => page.key !== key);
  const heir = rest[Math.max(0, at - 1)]!;
  const questions = at === 0 ? [...orphans, ...heir.questions] : [...heir.questions, ...orphans];
  return withPages(definition, rest.with(Math.max(0, at - 1), orphans.length ? { ...heir, questions } : heir));
}
