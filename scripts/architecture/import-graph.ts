// Who uses whom, as a graph of names: its cycles, and its arrows without those that follow from others.

/** Each name → the names it uses; every name used is a key as well. Names and uses are sorted. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** A use of oneself is no arrow. */
export function buildImportGraph(arrows: Iterable<readonly [from: string, to: string]>): ImportGraph {
  const graph = new Map<string, Set<string>>();
  const usesOf = (name: string): Set<string> => {
    const uses = graph.get(name) ?? new Set<string>();
    graph.set(name, uses);
    return uses;
  };
  for (const [from, to] of arrows) {
    usesOf(to);
    if (from !== to) usesOf(from).add(to);
  }
  return new Map(
    [...graph].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, uses]) => [name, new Set([...uses].sort())]),
  );
}

/** Names that use each other, directly or through others: groups of two or more, sorted. */
export function findCycles(graph: ImportGraph): readonly (readonly string[])[] {
  return groupsOf(graph).filter((group) => group.length > 1);
}

/**
 * Every group of `findCycles` becomes one node, named by its members; of the arrows between nodes only those are left
 * that do not follow from others.
 */
export function condense(graph: ImportGraph): ImportGraph {
  const groupOf = new Map(groupsOf(graph).flatMap((group) => group.map((name) => [name, group.join(' + ')] as const)));
  const nameOf = (name: string): string => groupOf.get(name) ?? name;
  const arrows = [...graph].flatMap(([from, uses]) => [...uses].map((to) => [nameOf(from), nameOf(to)] as const));
  const whole = buildImportGraph([...arrows, ...[...groupOf.values()].map((name) => [name, name] as const)]);
  return new Map([...whole].map(([name, uses]) => [name, withoutImplied(whole, uses)]));
}

function withoutImplied(graph: ImportGraph, uses: ReadonlySet<string>): ReadonlySet<string> {
  const implied = new Set([...uses].flatMap((use) => [...reachableFrom(graph, use)]));
  return new Set([...uses].filter((use) => !implied.has(use)));
}

function groupsOf(graph: ImportGraph): readonly (readonly string[])[] {
  const reachable = new Map([...graph.keys()].map((name) => [name, reachableFrom(graph, name)]));
  const groups = new Map<string, readonly string[]>();
  for (const name of graph.keys()) {
    const mates = [...(reachable.get(name) ?? [])].filter((other) => reachable.get(other)?.has(name));
    const group = [...new Set([name, ...mates])].sort();
    groups.set(group.join(' '), group);
  }
  return [...groups.values()];
}

/** What a name uses, directly and through others; itself only if it is in a cycle. */
function reachableFrom(graph: ImportGraph, name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(graph.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return seen;
}
