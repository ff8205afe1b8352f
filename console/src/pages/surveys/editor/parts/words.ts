import type { Words } from '../model/definition';

/** The words with `text` for `language`; an empty text takes the language out, and the last one all. */
export function inLanguage(words: Words | undefined, language: string, text: string): Words | undefined {
  const { [language]: _old, ...others } = words ?? {};
  if (text) return { ...words, [language]: text };
  return Object.keys(others).length ? others : undefined;
}
