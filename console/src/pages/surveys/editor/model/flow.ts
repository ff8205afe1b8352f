import type { Definition, Page } from './definition';

export const NODE = { width: 280, head: 58, row: 28, gap: 36, lane: 18, endGap: 40 } as const;

/** A page or an end of the survey, placed; `jumps` are the rows its jumps leave from. */
export interface FlowNode {
  id: string;
  kind: 'page' | 'end';
  key: string;
  x: number;
  y: number;
  height: number;
  jumps: number;
  unreachable: boolean;
}

export interface FlowEdge {
  from: string;
  to: string;
  /** The jump's place in its page; null for the way on to the next page. */
  jump: number | null;
  path: string;
}

export interface Flow {
  nodes: FlowNode[];
  edges: FlowEdge[];
  width: number;
  height: number;
}

/** The end everyone comes to who is not sent elsewhere. */
export const THANKS = 'end:';

interface Way {
  from: string;
  to: string;
  jump: number | null;
}

const goesOn = (page: Page): boolean => !(page.next ?? []).some((jump) => jump.if === true);

function waysOf(definition: Definition): Way[] {
  const known = new Set([...definition.pages.map((page) => page.key), ...(definition.ends ?? []).map((end) => `end:${end.key}`)]);
  return definition.pages.flatMap((page, at): Way[] => {
    const jumps = (page.next ?? []).flatMap((jump, row): Way[] => (known.has(jump.to) ? [{ from: page.key, to: jump.to, jump: row }] : []));
    return goesOn(page) ? [...jumps, { from: page.key, to: definition.pages[at + 1]?.key ?? THANKS, jump: null }] : jumps;
  });
}

/** The pages and ends nobody can come to. A full quota leads to its end from anywhere. Conditions on pages are not judged: a hidden page is passed through. */
export function unreachableIn(definition: Definition): Set<string> {
  const ways = waysOf(definition);
  const seen = new Set([...definition.pages.slice(0, 1).map((page) => page.key), ...(definition.quotas ?? []).map((quota) => `end:${quota.end}`)]);
  const leads = new Map<string, Way[]>();
  for (const way of ways) leads.set(way.from, [...(leads.get(way.from) ?? []), way]);
  for (const key of seen) for (const way of leads.get(key) ?? []) seen.add(way.to);
  return new Set([...definition.pages.map((page) => page.key), ...(definition.ends ?? []).map((end) => `end:${end.key}`)].filter((key) => !seen.has(key)));
}

/** Pages below one another, ends beside them, jumps in lanes between: a picture in which no line crosses a page. */
export function layoutFlow(definition: Definition): Flow {
  const ways = waysOf(definition);
  const unreachable = unreachableIn(definition);
  const pages = placePages(definition, unreachable);
  const lanes = new Lanes();
  const placed = new Map(pages.map((node) => [node.id, node]));
  const ends = placeEnds(definition, ways, placed, unreachable);
  for (const node of ends) placed.set(node.id, node);
  const drawn = ways.map((way) => ({ way, lane: way.jump === null && way.to !== THANKS ? 0 : lanes.take(...span(way, placed)) }));
  const endX = NODE.width + NODE.endGap + lanes.count * NODE.lane;
  for (const node of ends) node.x = endX;
  const nodes = [...pages, ...ends];
  return { nodes, edges: drawn.map(({ way, lane }) => ({ ...way, path: pathOf(way, lane, placed) })), width: endX + NODE.width, height: Math.max(...nodes.map((node) => node.y + node.height)) };
}

function placePages(definition: Definition, unreachable: Set<string>): FlowNode[] {
  let y = 0;
  return definition.pages.map((page) => {
    const jumps = page.next?.length ?? 0;
    const node: FlowNode = { id: page.key, kind: 'page', key: page.key, x: 0, y, height: NODE.head + jumps * NODE.row, jumps, unreachable: unreachable.has(page.key) };
    y += node.height + NODE.gap;
    return node;
  });
}

/** Each end beside the first page that leads to it, none over another. */
function placeEnds(definition: Definition, ways: Way[], pages: Map<string, FlowNode>, unreachable: Set<string>): FlowNode[] {
  const ids = [...(definition.ends ?? []).map((end) => `end:${end.key}`), THANKS];
  const wanted = ids.map((id) => ({ id, y: Math.min(...ways.filter((way) => way.to === id).map((way) => exitY(way, pages)), bottomOf(pages)) }));
  let free = 0;
  return wanted.sort((a, b) => a.y - b.y).map(({ id, y }) => {
    const node: FlowNode = { id, kind: 'end', key: id.slice('end:'.length), x: 0, y: Math.max(free, y - NODE.head / 2), height: NODE.head, jumps: 0, unreachable: unreachable.has(id) };
    free = node.y + node.height + NODE.gap / 2;
    return node;
  });
}

const bottomOf = (pages: Map<string, FlowNode>): number => Math.max(0, ...[...pages.values()].map((node) => node.y + node.height));

function exitY(way: Way, nodes: Map<string, FlowNode>): number {
  const node = nodes.get(way.from)!;
  return way.jump === null ? node.y + NODE.head / 2 : node.y + NODE.head + (way.jump + 0.5) * NODE.row;
}

const entryY = (way: Way, nodes: Map<string, FlowNode>): number => nodes.get(way.to)!.y + NODE.head / 2;

function span(way: Way, nodes: Map<string, FlowNode>): [number, number] {
  const [a, b] = [exitY(way, nodes), entryY(way, nodes)];
  return [Math.min(a, b), Math.max(a, b)];
}

function pathOf(way: Way, lane: number, nodes: Map<string, FlowNode>): string {
  const [from, to] = [nodes.get(way.from)!, nodes.get(way.to)!];
  if (way.jump === null && to.kind === 'page') return `M ${NODE.width / 2} ${from.y + from.height} V ${to.y - 5}`;
  const x = NODE.width + NODE.endGap / 2 + lane * NODE.lane;
  const aim = to.kind === 'end' ? to.x - 5 : NODE.width + 5;
  return `M ${NODE.width} ${exitY(way, nodes)} H ${x} V ${entryY(way, nodes)} H ${aim}`;
}

/** Gives each upright stretch the first lane in which it meets no other. */
class Lanes {
  private readonly taken: [number, number][][] = [];

  get count(): number {
    return this.taken.length;
  }

  take(from: number, to: number): number {
    const free = this.taken.findIndex((lane) => lane.every(([start, end]) => to < start || end < from));
    const at = free >= 0 ? free : this.taken.length;
    (this.taken[at] ??= []).push([from, to]);
    return at;
  }
}
