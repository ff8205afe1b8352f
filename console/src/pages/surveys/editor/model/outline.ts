import type { Definition } from './definition';
import type { Spot } from './change';

/** The lines of the outline, pages and questions alike; ids tell the two apart. */
export interface Line {
  id: string;
  kind: 'page' | 'question';
  key: string;
  page: string;
}

export const lineId = (kind: Line['kind'], key: string): string => `${kind}:${key}`;

/** The outline with the questions of the `folded` pages left out. */
export function linesOf(definition: Definition, folded: ReadonlySet<string>): Line[] {
  return definition.pages.flatMap((page): Line[] => [
    { id: lineId('page', page.key), kind: 'page', key: page.key, page: page.key },
    ...(folded.has(page.key) ? [] : page.questions.map((question): Line => ({ id: lineId('question', question.key), kind: 'question', key: question.key, page: page.key }))),
  ]);
}

/** Where the question `moved` stands once it takes the line of `over`; null if nothing changes. */
export function spotOver(lines: Line[], moved: string, over: string): Spot | null {
  const from = lines.findIndex((line) => line.id === moved);
  const to = lines.findIndex((line) => line.id === over);
  if (from < 0 || to < 0 || from === to) return null;
  const rest = lines.toSpliced(from, 1);
  // A question dropped on the survey's first line still needs a page above it.
  const at = Math.max(1, to);
  const above = rest.slice(0, at);
  const page = above.findLast((line) => line.kind === 'page');
  return page ? { page: page.key, at: above.filter((line) => line.kind === 'question' && line.page === page.key).length } : null;
}

/** One line up or down, over a page's edge into its neighbour: what Alt and an arrow do. */
export function spotBeside(definition: Definition, page: string, at: number, step: -1 | 1): Spot | null {
  const pageAt = definition.pages.findIndex((each) => each.key === page);
  const count = definition.pages[pageAt]?.questions.length ?? 0;
  if (at + step >= 0 && at + step < count) return { page, at: at + step };
  const neighbour = definition.pages[pageAt + step];
  return neighbour ? { page: neighbour.key, at: step < 0 ? neighbour.questions.length : 0 } : null;
}
