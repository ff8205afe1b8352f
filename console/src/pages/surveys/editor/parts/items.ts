import { anyWords, type Row } from '../model/definition';
import { freshItemKey } from '../model/find';
import { inLanguage } from './words';

/** One line for each item, as it is edited in bulk. */
export const linesOfItems = (items: Row[], language: string): string => items.map((item) => anyWords(item.label, language)).join('\n');

/** The items of the lines: one that reads as before keeps its key and settings, so that its answers keep their meaning. */
export function itemsOfLines<T extends Row>(text: string, items: T[], language: string, others: string[] = []): T[] {
  const left = [...items];
  const taken = [...others, ...items.map((item) => item.key)];
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const at = left.findIndex((item) => anyWords(item.label, language) === line);
    if (at >= 0) return left.splice(at, 1)[0]!;
    const key = freshItemKey(taken);
    taken.push(key);
    return { key, label: { [language]: line } } as T;
  });
}

export const withLabel = <T extends Row>(items: T[], key: string, language: string, text: string): T[] => items.map((item) => (item.key === key ? { ...item, label: inLanguage(item.label, language, text) ?? {} } : item));

/** One more at the end; `others` are keys of the same question that must not be given again. */
export function withNewItem<T extends Row>(items: T[], others: string[] = []): T[] {
  return [...items, { key: freshItemKey([...others, ...items.map((item) => item.key)]), label: {} } as T];
}
