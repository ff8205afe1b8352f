/** A node of the organisation as the pickers and trees need it. */
export interface UnitNode {
  code: string;
  name: string;
  kind: string;
  parent: string | null;
  status: string;
}

export interface UnitBranch extends UnitNode {
  children: UnitBranch[];
}

/** The units as a forest in the given order; a unit whose parent is out of scope becomes a root. */
export function buildForest(units: readonly UnitNode[]): UnitBranch[] {
  const branches = new Map<string, UnitBranch>(units.map((unit) => [unit.code, { ...unit, children: [] }]));
  const roots: UnitBranch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.parent === null ? undefined : branches.get(branch.parent);
    (parent?.children ?? roots).push(branch);
  }
  return roots;
}

/** The unit and what it lies under, from the top down; empty when the code is unknown. */
export function pathTo(units: readonly UnitNode[], code: string): UnitNode[] {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const path: UnitNode[] = [];
  let at = byCode.get(code);
  while (at && path.length < 32) {
    path.unshift(at);
    at = at.parent === null ? undefined : byCode.get(at.parent);
  }
  return path;
}

/** Matches the name or the code, ignoring case. */
export function matchesUnit(unit: UnitNode, words: string): boolean {
  const needle = words.trim().toLowerCase();
  return unit.name.toLowerCase().includes(needle) || unit.code.toLowerCase().includes(needle);
}
