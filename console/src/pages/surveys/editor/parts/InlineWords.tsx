import type { Words } from '../model/definition';
import { anyWords, wordsOf } from '../model/definition';
import { useEditor } from '../state/useEditor';
import { InlineText } from './InlineText';

interface InlineWordsProps {
  words: Words | undefined;
  /** `undefined` when the last language is emptied. */
  onChange: (words: Words | undefined) => void;
  label: string;
  placeholder?: string;
  className?: string;
  lines?: boolean;
  onEnter?: () => void;
  onErase?: () => void;
  autoFocus?: boolean;
}

/** A text in the language being written; while that has none, the words of another stand behind it in grey. */
export function InlineWords({ words, onChange, placeholder, ...rest }: InlineWordsProps) {
  const { language } = useEditor();
  return <InlineText {...rest} value={wordsOf(words, language)} placeholder={anyWords(words, language) || placeholder} onChange={(text) => onChange(inLanguage(words, language, text))} />;
}

/** The words with `text` for `language`; an empty text takes the language out. */
export function inLanguage(words: Words | undefined, language: string, text: string): Words | undefined {
  const { [language]: _old, ...others } = words ?? {};
  if (text) return { ...words, [language]: text };
  return Object.keys(others).length ? others : undefined;
}
