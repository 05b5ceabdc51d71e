import type { Graph, PlannedUnit } from '@waybill/core';
import { needsApproval } from '@waybill/core/internal';

export type DrawingLevel = 'migrations' | 'units' | 'steps';

/** Boxes, boxes around them, and arrows: what both drawing languages are written from. Ids are letters and digits. */
export interface Drawing {
  readonly groups: readonly DrawingGroup[];
  readonly nodes: readonly DrawingNode[];
  /** From what is needed to what needs it. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export interface DrawingGroup {
  readonly id: string;
  readonly label: string;
  readonly groups: readonly DrawingGroup[];
  readonly nodes: readonly DrawingNode[];
}

export interface DrawingNode {
  readonly id: string;
  readonly lines: readonly string[];
  /** `join`: stands for all units of a migration. */
  readonly shape: 'box' | 'gate' | 'join';
}

export function buildDrawing(graph: Graph, level: DrawingLevel): Drawing {
  return level === 'migrations' ? drawMigrations(graph) : drawUnits(graph, level);
}

function drawMigrations(graph: Graph): Drawing {
  const members = [...Map.groupBy(graph.units, ({ unit }) => unit.migration.name)];
  const ids = new Map(members.map(([name], index) => [name, `m${index}`]));
  const nodes = members.map(([name, units]): DrawingNode => {
    const [first] = units;
    const uses = first === undefined ? '' : `${first.unit.migration.provider}.${first.unit.migration.recipe}`;
    return {
      id: ids.get(name) ?? '',
      lines: [name, uses, `${units.length} ${units.length === 1 ? 'unit' : 'units'}`],
      shape: 'box',
    };
  });
  const edges = new Map<string, readonly [string, string]>();
  for (const unit of graph.units) {
    const to = ids.get(unit.unit.migration.name) ?? '';
    for (const need of unit.needs) {
      const from = ids.get(migrationOf(need, graph)) ?? '';
      if (from !== to) edges.set(`${from} ${to}`, [from, to]);
    }
  }
  return { groups: [], nodes, edges: [...edges.values()] };
}

function migrationOf(need: string, graph: Graph): string {
  return graph.unitsByAddress.get(need)?.unit.migration.name ?? groupName(need) ?? need;
}

/** `orders[*]` stands for every unit of orders. */
function groupName(need: string): string | undefined {
  return need.endsWith('[*]') ? need.slice(0, -3) : undefined;
}

function drawUnits(graph: Graph, level: 'units' | 'steps'): Drawing {
  const ids = numberAll(graph, level);
  const members = Map.groupBy(graph.units, ({ unit }) => unit.migration.name);
  const joins = [
    ...new Set(graph.units.flatMap(({ needs }) => needs).filter((need) => !graph.unitsByAddress.has(need))),
  ];
  const joinIds = new Map(joins.map((need, index) => [need, `j${index}`]));
  return {
    groups: [...members].map(([name, units], index) => ({
      id: `g${index}`,
      label: name,
      groups: level === 'steps' ? units.map((unit) => stepGroup(unit, ids)) : [],
      nodes: level === 'units' ? units.map((unit) => unitNode(unit, ids)) : [],
    })),
    nodes: joins.map((need) => ({
      id: joinIds.get(need) ?? '',
      lines: [`all of ${groupName(need) ?? need}`],
      shape: 'join',
    })),
    edges: [
      ...joinEdges(members, joinIds, ids),
      ...graph.units.flatMap((unit) => unitEdges(unit, graph, { joinIds, ids })),
    ],
  };
}

interface UnitIds {
  readonly own: string;
  /** Where arrows to and from the unit begin and end: the unit itself, or its first and last steps. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly steps: ReadonlyMap<string, string>;
}

function numberAll(graph: Graph, level: 'units' | 'steps'): ReadonlyMap<string, UnitIds> {
  const numbered = graph.units.map((unit, index): [string, UnitIds] => {
    const own = `u${index}`;
    if (level === 'units') return [unit.address, { own, first: [own], last: [own], steps: new Map() }];
    const steps = new Map(unit.steps.map((step, number) => [step.address, `${own}s${number}`]));
    const needed = new Set(unit.steps.flatMap((step) => step.needs));
    const idsOf = (choose: (step: PlannedUnit['steps'][number]) => boolean) =>
      unit.steps.filter(choose).map(({ address }) => steps.get(address) ?? '');
    return [
      unit.address,
      {
        own,
        steps,
        first: idsOf(({ needs }) => needs.length === 0),
        last: idsOf(({ address }) => !needed.has(address)),
      },
    ];
  });
  return new Map(numbered);
}

function unitNode(unit: PlannedUnit, ids: ReadonlyMap<string, UnitIds>): DrawingNode {
  return {
    id: ids.get(unit.address)?.own ?? '',
    lines: [unit.address],
    shape: unit.steps.some(needsApproval) ? 'gate' : 'box',
  };
}

function stepGroup(unit: PlannedUnit, ids: ReadonlyMap<string, UnitIds>): DrawingGroup {
  const own = ids.get(unit.address);
  const nodes = unit.steps.map(
    (step): DrawingNode => ({
      id: own?.steps.get(step.address) ?? '',
      lines: [step.name, step.connection === undefined ? step.kind : `${step.kind} on ${step.connection}`],
      shape: needsApproval(step) ? 'gate' : 'box',
    }),
  );
  return { id: own?.own ?? '', label: unit.address, groups: [], nodes };
}

type Edge = readonly [from: string, to: string];

function joinEdges(
  members: ReadonlyMap<string, readonly PlannedUnit[]>,
  joinIds: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, UnitIds>,
): readonly Edge[] {
  return [...joinIds].flatMap(([need, join]) => {
    const units = members.get(groupName(need) ?? '') ?? [];
    return units.flatMap(({ address }) => (ids.get(address)?.last ?? []).map((last): Edge => [last, join]));
  });
}

function unitEdges(
  unit: PlannedUnit,
  graph: Graph,
  { joinIds, ids }: { readonly joinIds: ReadonlyMap<string, string>; readonly ids: ReadonlyMap<string, UnitIds> },
): readonly Edge[] {
  const own = ids.get(unit.address);
  const inside = unit.steps.flatMap((step) =>
    step.needs.map((need): Edge => [own?.steps.get(need) ?? '', own?.steps.get(step.address) ?? '']),
  );
  const sources = unit.needs.flatMap((need) =>
    graph.unitsByAddress.has(need) ? (ids.get(need)?.last ?? []) : [joinIds.get(need) ?? ''],
  );
  const outside = sources.flatMap((from) => (own?.first ?? []).map((to): Edge => [from, to]));
  return [...outside, ...inside.filter(([from]) => from !== '')];
}
