/** Words of a text, or a place where something of the respondent is put in: `{{q.recommend}}`, `{{customer.name|您}}`. */
export type Piece = { words: string } | { token: string };

const TOKEN = /\{\{\s*([a-z][a-z0-9_.]{0,80}\s*(?:\|[^{}]{0,80})?)\}\}/g;

/** What is put in, and the words that stand there when it is empty. */
export function partsOf(token: string): { name: string; fallback: string } {
  const [name = '', ...fallback] = token.split('|');
  return { name: name.trim(), fallback: fallback.join('|') };
}

/** What can be put into any text, beside answers and calculations. */
export const FACTS = ['customer.name', 'unit.name', 'order.number'] as const;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) pieces.push({ words: text.slice(from, match.index) });
    pieces.push({ token: match[1]! });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ words: text.slice(from) });
  return pieces;
}

export const textOf = (pieces: Piece[]): string => pieces.map((piece) => ('token' in piece ? `{{${piece.token}}}` : piece.words)).join('');

/** The text with an ellipsis for what is put in: a name of the question. */
export const withoutTokens = (text: string): string => text.replaceAll(TOKEN, '…');

/** Tokens that a translation has lost or made up. */
export function tokensDiffer(source: string, translation: string): boolean {
  const tokens = (text: string): string => [...text.matchAll(TOKEN)].map((match) => partsOf(match[1]!).name).sort().join();
  return tokens(source) !== tokens(translation);
}
