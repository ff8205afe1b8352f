import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { piecesOf } from '../model/tokens';
import { useDefinition, useEditor } from '../state/useEditor';
import { tokenName } from '../logic/tokenNames';
import { holdCaret, readText, writeText } from './editable';
import styles from './parts.module.css';

interface InlineTextProps {
  value: string;
  onChange: (text: string) => void;
  /** What is written here, for those who cannot see where it stands. */
  label: string;
  placeholder?: string;
  className?: string;
  /** Enter writes a new line; without it Enter calls `onEnter`. */
  lines?: boolean;
  onEnter?: () => void;
  /** Backspace in an empty text. */
  onErase?: () => void;
  autoFocus?: boolean;
}

/** Words written where they will be read. What is put in for the respondent stands among them as a chip. */
export function InlineText({ value, onChange, label, placeholder, className = '', lines, onEnter, onErase, autoFocus }: InlineTextProps) {
  const element = useRef<HTMLSpanElement>(null);
  const { locked } = useEditor();
  const nameOf = useTokenNames(value);
  useLayoutEffect(() => {
    const holder = element.current!;
    if (readText(holder) !== value || holder.dataset.named !== nameOf.key) writeText(holder, value, nameOf.name);
    holder.dataset.named = nameOf.key;
  });
  useEffect(() => {
    if (autoFocus) element.current?.focus();
  }, [autoFocus]);
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !lines) {
      event.preventDefault();
      onEnter?.();
    } else if (event.key === 'Backspace' && value === '' && onErase) {
      event.preventDefault();
      onErase();
    } else if (event.key === 'Escape') {
      element.current?.blur();
    }
  };
  const changed = (): void => onChange(readText(element.current!));
  return (
    <span
      ref={element}
      role="textbox"
      aria-label={label}
      aria-multiline={lines}
      aria-readonly={locked}
      tabIndex={0}
      contentEditable={locked ? false : ('plaintext-only' as never)}
      suppressContentEditableWarning
      spellCheck={false}
      data-placeholder={placeholder ?? label}
      className={`${styles.inline} ${value === '' ? styles.blank : ''} ${className}`}
      onInput={changed}
      onKeyDown={press}
      onBlur={() => holdCaret(element.current!, changed)}
    />
  );
}

/** The names of what is put in, and a key that changes with them. */
function useTokenNames(value: string): { key: string; name: (token: string) => string } {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const tokens = value.includes('{{') ? piecesOf(value).flatMap((piece) => ('token' in piece ? [piece.token] : [])) : [];
  const names = useDefinition((definition) => tokens.map((token) => tokenName(definition, token, language, t)).join('\n'));
  const listed = names.split('\n');
  return { key: names, name: (token) => listed[tokens.indexOf(token)] ?? token };
}
