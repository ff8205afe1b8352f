import type { Words } from '../model/definition';
import { anyWords, wordsOf } from '../model/definition';
import { useEditor } from '../state/useEditor';
import { InlineText } from './InlineText';
import { inLanguage } from './words';

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
