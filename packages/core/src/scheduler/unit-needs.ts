import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';

export interface BlockedGauge {
  readonly need: string;
  readonly units: number;
}

/** Which units wait for which: for other units, or for all of a migration (`orders[*]`). Units without needs cost nothing. */
export class UnitNeeds {
  readonly #graph: Graph;
  readonly #isOver: (unit: PlannedUnit) => boolean;
  /** By migration. */
  readonly #members: ReadonlyMap<string, number>;
  /** By unit that needs something. */
  readonly #open = new Map<string, OpenNeeds>();
  /** By unit address or `orders[*]`: who waits for it. */
  readonly #waiters = new Map<string, string[]>();
  /** By `orders[*]`: members that have not succeeded yet. */
  readonly #openMembers = new Map<string, number>();
  /** By what is needed, `orders[*]` or `orders`: units that wait for it first of all. */
  readonly #blocked = new Map<string, number>();

  /** `isOver`: whether a unit has ended. */
  constructor(graph: Graph, isOver: (unit: PlannedUnit) => boolean) {
    this.#graph = graph;
    this.#isOver = isOver;
    this.#members = countMembers(graph);
  }

  /** `isCounted`: whether `blocked` counts the unit while it waits. */
  add(unit: PlannedUnit, isCounted: boolean): void {
    if (unit.needs.length === 0) return;
    const open: OpenNeeds = { count: unit.needs.length, waitsFor: undefined };
    this.#open.set(unit.address, open);
    if (isCounted) this.#waitForNext(unit, open);
    for (const need of unit.needs) {
      const waiting = this.#waiters.get(need);
      if (waiting === undefined) this.#waiters.set(need, [unit.address]);
      else waiting.push(unit.address);
      if (need.endsWith('[*]')) this.#openMembers.set(need, this.#members.get(need.slice(0, -3)) ?? 0);
    }
  }

  /** Whether all that a unit needs has succeeded. */
  areMet({ address }: PlannedUnit): boolean {
    return (this.#open.get(address)?.count ?? 0) === 0;
  }

  /** Units that other units keep from starting, each counted once. */
  get blocked(): readonly BlockedGauge[] {
    return [...this.#blocked].map(([need, units]) => ({ need, units })).filter(({ units }) => units > 0);
  }

  /** The unit, which is over, has succeeded: the units whose last open need that was. */
  succeeded(unit: PlannedUnit): readonly PlannedUnit[] {
    if (this.#waiters.size === 0) return [];
    const freed = this.#release(unit.address);
    const group = groupOf(unit);
    const open = this.#openMembers.get(group);
    if (open === undefined) return freed;
    this.#openMembers.set(group, open - 1);
    return open === 1 ? [...freed, ...this.#release(group)] : freed;
  }

  #release(need: string): readonly PlannedUnit[] {
    return (this.#waiters.get(need) ?? []).flatMap((address) => {
      const [waiter, open] = [this.#unitAt(address), this.#open.get(address)];
      assertInvariant(open !== undefined, `who waits has needs: ${address}`);
      open.count -= 1;
      if (open.waitsFor !== undefined && waiter.needs[open.waitsFor] === need) this.#waitForNext(waiter, open);
      return open.count === 0 ? [waiter] : [];
    });
  }

  /** Needs before the one that a unit is counted for have all succeeded. */
  #waitForNext({ needs }: PlannedUnit, open: OpenNeeds): void {
    let next = 0;
    if (open.waitsFor !== undefined) {
      this.#countBlocked(needs[open.waitsFor], -1);
      next = open.waitsFor + 1;
    }
    while (next < needs.length && this.#hasSucceeded(needs[next])) next += 1;
    open.waitsFor = next < needs.length ? next : undefined;
    if (open.waitsFor !== undefined) this.#countBlocked(needs[next], 1);
  }

  #hasSucceeded(need = ''): boolean {
    return need.endsWith('[*]') ? this.#openMembers.get(need) === 0 : this.#isOver(this.#unitAt(need));
  }

  #countBlocked(need: string | undefined, change: 1 | -1): void {
    if (need === undefined) return;
    const group = need.endsWith('[*]') ? need : (this.#graph.unitsByAddress.get(need)?.unit.migration.name ?? need);
    this.#blocked.set(group, (this.#blocked.get(group) ?? 0) + change);
  }

  /** The unit is over, whether what it needs has succeeded or not. */
  waitNoMore(unit: PlannedUnit): void {
    const open = this.#open.get(unit.address);
    if (open?.waitsFor === undefined) return;
    this.#countBlocked(unit.needs[open.waitsFor], -1);
    open.waitsFor = undefined;
  }

  /** Who waits for a unit that will not succeed. Each is named once: the second failed member of a group has none left. */
  takeDependents(unit: PlannedUnit): readonly string[] {
    const needs = [unit.address, groupOf(unit)];
    const dependents = needs.flatMap((need) => this.#waiters.get(need) ?? []);
    for (const need of needs) this.#waiters.delete(need);
    return dependents;
  }

  #unitAt(address: string): PlannedUnit {
    const unit = this.#graph.unitsByAddress.get(address);
    assertInvariant(unit !== undefined, `the graph knows every unit: ${address}`);
    return unit;
  }
}

interface OpenNeeds {
  count: number;
  /** Position of the need that the unit is counted for in `blocked`. */
  waitsFor: number | undefined;
}

function groupOf({ unit }: PlannedUnit): string {
  return `${unit.migration.name}[*]`;
}

function countMembers(graph: Graph): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  for (const { unit } of graph.units) members.set(unit.migration.name, (members.get(unit.migration.name) ?? 0) + 1);
  return members;
}
