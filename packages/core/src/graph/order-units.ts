import { assertInvariant } from '../errors.ts';

/** What ordering needs to know of a unit. */
export interface UnitNode {
  readonly address: string;
  readonly migration: string;
  /** Unit addresses; `orders[*]` stands for every unit of orders. */
  readonly needs: readonly string[];
  /** Steps on the unit's own longest chain. */
  readonly length: number;
}

export type UnitOrder =
  | {
      readonly kind: 'sorted';
      /** Indexes into the nodes: every unit comes after the units it needs, otherwise in the given order. */
      readonly sorted: readonly number[];
      /** By node index: 0 for units that need nothing, otherwise one more than the latest level among the needs. */
      readonly levels: readonly number[];
      /** By node index: steps on the longest chain of units that wait for this one. */
      readonly heights: readonly number[];
    }
  | { readonly kind: 'cycle'; readonly cycle: readonly string[] };

/**
 * Sorts units topologically. `orders[*]` becomes one join vertex between the units of orders and whoever needs them all,
 * so that 100,000 units needing 100,000 others are 200,000 edges and not ten billion.
 */
export function orderUnits(nodes: readonly UnitNode[]): UnitOrder {
  if (nodes.every((node) => node.needs.length === 0)) return givenOrder(nodes.length);
  const web = buildWeb(nodes);
  const sorted = sortVertices(web);
  if (sorted.length < web.needs.length) return { kind: 'cycle', cycle: findCycle(web, sorted, nodes) };
  return {
    kind: 'sorted',
    sorted: sorted.filter((vertex) => vertex < nodes.length),
    levels: computeLevels(web, sorted, nodes.length),
    heights: computeHeights(web, sorted, nodes),
  };
}

/** The most common plan of very many units, for which no web is needed. */
function givenOrder(count: number): UnitOrder {
  const zeros = Array.from({ length: count }, () => 0);
  return { kind: 'sorted', sorted: [...zeros.keys()], levels: zeros, heights: zeros };
}

/** Vertices 0…n-1 are the units; those after them are joins. */
interface Web {
  readonly needs: readonly (readonly number[])[];
  readonly neededBy: readonly (readonly number[])[];
  /** Names of the join vertices, from vertex n on. */
  readonly joins: readonly string[];
}

function buildWeb(nodes: readonly UnitNode[]): Web {
  const vertexByAddress = new Map(nodes.map((node, index) => [node.address, index]));
  const members = groupByMigration(nodes);
  const joins: string[] = [];
  const needs: number[][] = nodes.map(() => []);
  for (const [index, node] of nodes.entries()) {
    for (const need of node.needs) needs[index]?.push(vertexFor(need));
  }
  return { needs, neededBy: invert(needs), joins };

  function vertexFor(need: string): number {
    const known = vertexByAddress.get(need);
    if (known !== undefined) return known;
    const group = need.endsWith('[*]') ? members.get(need.slice(0, -3)) : undefined;
    assertInvariant(group !== undefined, `a need names a unit or a migration: ${need}`);
    const vertex = nodes.length + joins.length;
    joins.push(need);
    needs.push([...group]);
    vertexByAddress.set(need, vertex);
    return vertex;
  }
}

function groupByMigration(nodes: readonly UnitNode[]): ReadonlyMap<string, readonly number[]> {
  const members = new Map<string, number[]>();
  for (const [index, node] of nodes.entries()) {
    const group = members.get(node.migration);
    if (group === undefined) members.set(node.migration, [index]);
    else group.push(index);
  }
  return members;
}

function invert(edges: readonly (readonly number[])[]): number[][] {
  const inverted: number[][] = edges.map(() => []);
  for (const [from, targets] of edges.entries()) for (const to of targets) inverted[to]?.push(from);
  return inverted;
}

/** Kahn's algorithm. Shorter than the web when there is a cycle. */
function sortVertices(web: Web): readonly number[] {
  const open = web.needs.map((needs) => needs.length);
  const sorted = [...open.keys()].filter((vertex) => open[vertex] === 0);
  for (let next = 0; next < sorted.length; next += 1) {
    for (const dependent of web.neededBy[sorted[next] ?? -1] ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) sorted.push(dependent);
    }
  }
  return sorted;
}

function computeLevels(web: Web, sorted: readonly number[], unitCount: number): readonly number[] {
  const levels: number[] = web.needs.map(() => 0);
  for (const vertex of sorted) {
    const step = vertex < unitCount ? 1 : 0;
    const latest = (web.needs[vertex] ?? []).reduce((level, need) => Math.max(level, levels[need] ?? 0), -1);
    // A join takes the level of its latest member and adds none of its own.
    levels[vertex] = latest < 0 ? 0 : latest + step;
  }
  return levels.slice(0, unitCount);
}

function computeHeights(web: Web, sorted: readonly number[], nodes: readonly UnitNode[]): readonly number[] {
  const after: number[] = web.needs.map(() => 0);
  for (const vertex of sorted.toReversed()) {
    const own = (after[vertex] ?? 0) + (nodes[vertex]?.length ?? 0);
    for (const need of web.needs[vertex] ?? []) after[need] = Math.max(after[need] ?? 0, own);
  }
  return after.slice(0, nodes.length);
}

/** Walks along unsorted needs until a vertex comes again; what lies between is a cycle. Joins are named as `orders[*]`. */
function findCycle(web: Web, sorted: readonly number[], nodes: readonly UnitNode[]): readonly string[] {
  const done = new Set(sorted);
  const path: number[] = [];
  const seenAt = new Map<number, number>();
  let vertex = web.needs.findIndex((_needs, index) => !done.has(index));
  while (!seenAt.has(vertex)) {
    seenAt.set(vertex, path.length);
    path.push(vertex);
    const next = web.needs[vertex]?.find((need) => !done.has(need));
    assertInvariant(next !== undefined, 'an unsorted vertex needs an unsorted vertex');
    vertex = next;
  }
  return path
    .slice(seenAt.get(vertex))
    .map((member) => nodes[member]?.address ?? web.joins[member - nodes.length] ?? '');
}
