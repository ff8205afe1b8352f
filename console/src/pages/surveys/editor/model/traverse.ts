import type { Definition, Rule, Words } from './definition';

export type Path = (string | number)[];

/** What is done with each rule and each text; what comes back stands in its place, `undefined` removes it. */
export interface Visitor {
  rule?: (rule: Rule, path: Path) => Rule;
  words?: (words: Words, path: Path) => Words;
}

const WORDS = new Set(['title', 'intro', 'thanks', 'hint', 'low_label', 'high_label', 'label', 'text', 'unit']);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A calculation's value and a page's jumps are rules by their place, the others by their name. */
function isRule(name: string | number, value: unknown, path: Path): boolean {
  if (name === 'show_if' || name === 'if') return true;
  if (name === 'required') return isObject(value);
  return name === 'value' && path[0] === 'calculations';
}

function isWords(name: string | number, value: unknown, path: Path): value is Words {
  if (!isObject(value)) return false;
  return WORDS.has(String(name)) || (typeof name === 'number' && path.at(-1) === 'levels');
}

/** The definition with every rule and text as `visitor` wants it; what it leaves alone stays the same object. */
export function mapDefinition(definition: Definition, visitor: Visitor): Definition {
  return walk(definition, [], visitor) as Definition;
}

function walk(value: unknown, path: Path, visitor: Visitor): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, at) => enter(at, item, path, visitor));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  return isObject(value) ? walkObject(value, path, visitor) : value;
}

function walkObject(value: Record<string, unknown>, path: Path, visitor: Visitor): unknown {
  let changed: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(value)) {
    const next = enter(name, item, path, visitor);
    if (next === item) continue;
    changed ??= { ...value };
    if (next === undefined) delete changed[name];
    else changed[name] = next;
  }
  return changed ?? value;
}

function enter(name: string | number, item: unknown, path: Path, visitor: Visitor): unknown {
  const here = [...path, name];
  if (item !== undefined && item !== null && isRule(name, item, path)) return visitor.rule ? visitor.rule(item, here) : item;
  if (isWords(name, item, path)) return visitor.words ? visitor.words(item, here) : item;
  return walk(item, here, visitor);
}

/** Every rule with its place. */
export function rulesOf(definition: Definition): { rule: Rule; path: Path }[] {
  const found: { rule: Rule; path: Path }[] = [];
  mapDefinition(definition, { rule: (rule, path) => (found.push({ rule, path }), rule) });
  return found;
}

/** Every text with its place. */
export function textsOf(definition: Definition): { words: Words; path: Path }[] {
  const found: { words: Words; path: Path }[] = [];
  mapDefinition(definition, { words: (words, path) => (found.push({ words, path }), words) });
  return found;
}

/** The part of the survey a path leads into: a question before its page, else one of the survey's own lists. */
export interface Owner {
  part: 'question' | 'page' | 'end' | 'calculation' | 'quota' | 'survey';
  key: string;
  /** The field of the owner: `show_if`, `title`, `choices`… */
  field: string;
}

const LISTS: Record<string, Owner['part']> = { ends: 'end', calculations: 'calculation', quotas: 'quota' };

export function ownerOf(definition: Definition, path: Path): Owner {
  const [list, first, inner, second] = path.map(String);
  if (list === 'pages') {
    const page = definition.pages[Number(first)];
    const question = inner === 'questions' ? page?.questions[Number(second)] : undefined;
    if (question) return { part: 'question', key: question.key, field: String(path[4] ?? '') };
    if (page) return { part: 'page', key: page.key, field: inner ?? '' };
  }
  const part = LISTS[list ?? ''];
  const item = part && (definition[list as 'ends'] ?? [])[Number(first)];
  return part && item ? { part, key: item.key, field: inner ?? '' } : { part: 'survey', key: definition.key, field: list ?? '' };
}

/** The path of a server's fault, `pages.0.questions.2.show_if`. */
export const pathOf = (text: string): Path => (text ? text.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)) : []);
