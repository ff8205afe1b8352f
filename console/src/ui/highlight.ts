import type { Sentiment } from './ScoreTag';

/** A topic said in a text: offsets count code points of the original text, end exclusive. */
export interface Mention {
  topic: string;
  polarity: Sentiment;
  start: number;
  end: number;
}

export interface Piece {
  text: string;
  mention: Mention | null;
}

/** Cuts the text at the mentions; where two overlap, the one that starts first keeps the words. */
export function cutByMentions(text: string, mentions: readonly Mention[]): Piece[] {
  const points = Array.from(text);
  const pieces: Piece[] = [];
  let at = 0;
  const put = (from: number, to: number, mention: Mention | null): void => {
    if (to > from) pieces.push({ text: points.slice(from, to).join(''), mention });
  };
  for (const mention of [...mentions].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (mention.start < at || mention.end > points.length) continue;
    put(at, mention.start, null);
    put(mention.start, mention.end, mention);
    at = mention.end;
  }
  put(at, points.length, null);
  return pieces;
}
