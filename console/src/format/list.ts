import type { Language } from './number';

/** Words in a row: 、 in Chinese, a comma in English. */
export function joinWords(words: readonly string[], language: Language): string {
  return words.join(language === 'en' ? ', ' : '、');
}
