import { piecesOf } from '../model/tokens';
import styles from './parts.module.css';

/** The text of an editable element; its chips are `{{tokens}}`. */
export function readText(holder: HTMLElement): string {
  return [...holder.childNodes].map(readNode).join('').replace(/\n$/, '');
}

function readNode(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof HTMLElement)) return '';
  if (node.dataset.token) return `{{${node.dataset.token}}}`;
  return node.tagName === 'BR' ? '\n' : readText(node);
}

/** Writes the text into the element; the caret is lost, so only for changes that were not typed there. */
export function writeText(holder: HTMLElement, text: string, name: (token: string) => string): void {
  const focused = document.activeElement === holder;
  holder.replaceChildren(...piecesOf(text).map((piece) => ('token' in piece ? chipOf(piece.token, name(piece.token)) : document.createTextNode(piece.words))));
  if (focused) caretToEnd(holder);
}

function chipOf(token: string, name: string): HTMLElement {
  const chip = document.createElement('span');
  chip.dataset.token = token;
  chip.contentEditable = 'false';
  chip.className = styles.chip!;
  chip.textContent = name;
  return chip;
}

function caretToEnd(holder: HTMLElement): void {
  const range = document.createRange();
  range.selectNodeContents(holder);
  range.collapse(false);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

interface Caret {
  holder: HTMLElement;
  range: Range | null;
  changed: () => void;
}

/** Where the writer was last: a menu takes the focus before it can put anything in. */
let caret: Caret | null = null;

export function holdCaret(holder: HTMLElement, changed: () => void): void {
  const selection = window.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  caret = { holder, range: range && holder.contains(range.startContainer) ? range.cloneRange() : null, changed };
}

/** Puts `{{token}}` where the writer was last within `scope`; false if that was elsewhere. */
export function insertToken(scope: Element | null, token: string): boolean {
  if (!caret || !scope?.contains(caret.holder)) return false;
  const chip = chipOf(token, token);
  if (caret.range) caret.range.insertNode(chip);
  else caret.holder.append(chip);
  caret.changed();
  return true;
}
