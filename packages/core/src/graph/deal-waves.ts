import type { FailureBudget, WaveOrder, WaveShare, Waves } from '../plan/plan.ts';
import { isJsonObject } from '../value/value.ts';
import type { Graph, PlannedUnit } from './graph.ts';
import { matchLabel } from './match-label.ts';

/** Which unit is in which wave. Waves count from 0 here, and from 1 wherever an operator reads them. */
export interface DealtWaves {
  /** In the order of the plan's list; one may be empty. */
  readonly waves: readonly (readonly PlannedUnit[])[];
  /** By address; units that no wave takes are not named. */
  readonly waveOf: ReadonlyMap<string, number>;
  readonly leftOut: readonly PlannedUnit[];
}

/**
 * Deals the units of a plan to its waves, always in the same way. Each wave takes units that no wave before it has: those with a label,
 * or so many of the rest in their order, in which a unit comes after those that it needs. Percentages are of all units, rounded up,
 * so that none is empty while units are left. Pure.
 */
export function dealWaves({ shares, order }: Waves, units: readonly PlannedUnit[]): DealtWaves {
  const queue = inOrder(order, units);
  const waveOf = new Map<string, number>();
  let next = 0;
  const take = (count: number): readonly PlannedUnit[] => {
    const taken: PlannedUnit[] = [];
    for (; next < queue.length && taken.length < count; next += 1) {
      const unit = queue[next];
      if (unit !== undefined && !waveOf.has(unit.address)) taken.push(unit);
    }
    return taken;
  };
  const waves = shares.map((share, wave) => {
    const own = share.kind === 'label' ? withLabel(share, queue, waveOf) : take(sizeOf(share, units.length));
    for (const { address } of own) waveOf.set(address, wave);
    return own;
  });
  return { waves, waveOf, leftOut: take(units.length) };
}

const DEALT = new WeakMap<Graph, WeakMap<Waves, DealtWaves>>();

/** The waves of a plan, dealt once: neither a graph nor a plan ever changes. */
export function wavesOf(graph: Graph, waves: Waves): DealtWaves {
  const known = DEALT.get(graph) ?? new WeakMap<Waves, DealtWaves>();
  DEALT.set(graph, known);
  const dealt = known.get(waves) ?? dealWaves(waves, graph.units);
  known.set(waves, dealt);
  return dealt;
}

/** So many units of a wave may fail: percentages are rounded down. */
export function allowedFailures(budget: FailureBudget, waveSize: number): number {
  return budget.kind === 'count' ? budget.count : Math.floor((budget.percent * waveSize) / 100);
}

function sizeOf(share: Exclude<WaveShare, { kind: 'label' }>, total: number): number {
  switch (share.kind) {
    case 'count':
      return share.count;
    case 'percent':
      return Math.ceil((share.percent * total) / 100);
    case 'rest':
      return total;
  }
}

function withLabel(
  { name, value }: Extract<WaveShare, { kind: 'label' }>,
  queue: readonly PlannedUnit[],
  waveOf: ReadonlyMap<string, number>,
): readonly PlannedUnit[] {
  const hasLabel = matchLabel(name, value);
  return queue.filter((unit) => hasLabel(unit) && !waveOf.has(unit.address));
}

/** The units as waves take them: those of a graph come after what they need already. */
function inOrder(order: WaveOrder, units: readonly PlannedUnit[]): readonly PlannedUnit[] {
  if (order.kind === 'plan') return units;
  const sign = order.first === 'largest' ? -1 : 1;
  const sizes = new Map(units.map((unit) => [unit, sizeOfUnit(unit, order.field)]));
  const sorted = units.toSorted((left, right) => {
    const [one, other] = [sizes.get(left), sizes.get(right)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return sign * (one - other);
  });
  return units.every(({ needs }) => needs.length === 0) ? sorted : withNeedsFirst(sorted, units);
}

/** Of the entry of a unit. Undefined where it is no number. */
export function sizeOfUnit({ unit }: PlannedUnit, field: string): number | undefined {
  const value = unit.entry?.value;
  const size = isJsonObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  const number = typeof size === 'string' && /^\d+(\.\d+)?$/.test(size) ? Number(size) : size;
  return typeof number === 'number' ? number : undefined;
}

/** Each unit right after those of its needs that did not come before it. */
function withNeedsFirst(sorted: readonly PlannedUnit[], units: readonly PlannedUnit[]): readonly PlannedUnit[] {
  const needsOf = createNeedsOf(units);
  const placed = new Set<PlannedUnit>();
  // A stack and no recursion: a chain can be as long as the plan.
  for (const first of sorted) {
    const open = [{ unit: first, isOpened: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (placed.has(next.unit)) continue;
      const needs = next.isOpened ? [] : needsOf(next.unit).filter((need) => !placed.has(need));
      if (needs.length === 0) placed.add(next.unit);
      else open.push({ unit: next.unit, isOpened: true }, ...needs.toReversed().map(notOpened));
    }
  }
  return [...placed];
}

function notOpened(unit: PlannedUnit): { readonly unit: PlannedUnit; readonly isOpened: boolean } {
  return { unit, isOpened: false };
}

/** All units that a unit needs; those of a whole migration are given to the first unit that asks for them, after which they are placed. */
function createNeedsOf(units: readonly PlannedUnit[]): (unit: PlannedUnit) => readonly PlannedUnit[] {
  const byAddress = new Map(units.map((unit) => [unit.address, unit]));
  const byMigration = Map.groupBy(units, ({ unit }) => unit.migration.name);
  return ({ needs }) =>
    needs.flatMap((need) => {
      if (!need.endsWith('[*]')) return byAddress.get(need) ?? [];
      const name = need.slice(0, -3);
      const members = byMigration.get(name) ?? [];
      byMigration.delete(name);
      return members;
    });
}
