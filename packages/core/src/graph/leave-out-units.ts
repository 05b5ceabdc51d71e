import type { Renames } from '../journal/renames.ts';
import type { Unit } from '../plan/plan.ts';
import type { Value } from '../value/value.ts';
import { firstAddressOf } from './first-names.ts';
import type { Graph, PlannedActivity, PlannedUnit, Step, StepIndex } from './graph.ts';
import type { UnitShape } from './unit-shape.ts';

/**
 * The graph of the units that are left when others have succeeded: what they need of those is met. Steps of units that are
 * left out are not built. Addresses lead to all units as before, and `stepCount` is that of the whole plan.
 */
export function leaveOutUnits(graph: Graph, isLeftOut: (unit: string) => boolean): Graph {
  const left = graph.units.filter(({ address }) => !isLeftOut(address));
  const groups = new Set(left.map(({ unit }) => unit.migration.name));
  const isMet = new Set(graph.units.map(({ unit }) => unit.migration.name).filter((name) => !groups.has(name)));
  const isOpen = (need: string): boolean => (need.endsWith('[*]') ? !isMet.has(need.slice(0, -3)) : !isLeftOut(need));
  const units = left.map((unit) => (unit.needs.every(isOpen) ? unit : new LessNeedy(unit, unit.needs.filter(isOpen))));
  return new OpenGraph(graph, units);
}

class OpenGraph implements Graph {
  readonly units: readonly PlannedUnit[];
  readonly unitsByAddress: ReadonlyMap<string, PlannedUnit>;
  readonly stepCount: number;
  readonly stepsByAddress: StepIndex;
  readonly renames: Renames;

  constructor(whole: Graph, units: readonly PlannedUnit[]) {
    const changed = units.filter((unit) => unit instanceof LessNeedy);
    this.units = units;
    this.unitsByAddress =
      changed.length === 0
        ? whole.unitsByAddress
        : new Map([...whole.unitsByAddress, ...changed.map((unit) => [unit.address, unit] as const)]);
    this.stepCount = whole.stepCount;
    this.stepsByAddress = whole.stepsByAddress;
    this.renames = whole.renames;
  }

  get steps(): readonly Step[] {
    return this.units.flatMap((unit) => unit.steps);
  }
}

/** A unit some of whose needs are met. Its steps are built when they are first looked at, as those of any unit. */
class LessNeedy implements PlannedUnit {
  readonly needs: readonly string[];
  readonly #unit: PlannedUnit;

  constructor(unit: PlannedUnit, needs: readonly string[]) {
    this.#unit = unit;
    this.needs = needs;
  }

  get address(): string {
    return this.#unit.address;
  }

  get firstAddress(): string {
    return firstAddressOf(this.#unit);
  }

  get unit(): Unit {
    return this.#unit.unit;
  }

  get steps(): readonly Step[] {
    return this.#unit.steps;
  }

  get shape(): UnitShape {
    return this.#unit.shape;
  }

  get height(): number {
    return this.#unit.height;
  }

  get outputs(): Readonly<Record<string, Value>> {
    return this.#unit.outputs;
  }

  get activity(): PlannedActivity | undefined {
    return this.#unit.activity;
  }

  get level(): number {
    return this.#unit.level;
  }
}
