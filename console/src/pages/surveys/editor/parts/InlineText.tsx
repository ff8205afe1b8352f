import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { piecesOf, textOf } from '../model/tokens';
import { useDefinition, useEditor } from '../state/useEditor';
import { tokenName } from '../logic/tokenNames';
import { holdCaret, readText, writeText } from './editable';
import styles from './parts.module.css';
import { TokenDialog } from './TokenDialog';

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
  const [opened, setOpened] = useState<number>();
  const click = (event: MouseEvent): void => {
    const chips = [...element.current!.querySelectorAll('[data-token]')];
    const at = chips.indexOf(event.target as Element);
    if (at >= 0 && !locked) setOpened(at);
  };
  return (
    <>
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
        onClick={click}
        onBlur={() => holdCaret(element.current!, changed)}
      />
      {opened !== undefined && <OpenedToken value={value} nth={opened} name={nameOf.name} onChange={onChange} onClose={() => setOpened(undefined)} />}
    </>
  );
}

/** The words for the `nth` thing put in, when it is empty. */
function OpenedToken({ value, nth, name, onChange, onClose }: { value: string; nth: number; name: (token: string) => string; onChange: (text: string) => void; onClose: () => void }) {
  const pieces = piecesOf(value);
  const at = pieces.flatMap((piece, index) => ('token' in piece ? [index] : []))[nth];
  const piece = at === undefined ? undefined : pieces[at];
  if (!piece || !('token' in piece)) return null;
  const done = (token: string | null): void => {
    if (token !== null) onChange(textOf(pieces.with(at!, { token })));
    onClose();
  };
  return <TokenDialog token={piece.token} name={name(piece.token)} onDone={done} />;
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
