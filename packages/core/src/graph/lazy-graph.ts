import { assertInvariant } from '../errors.ts';
import type { Renames } from '../journal/renames.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Blueprint } from '../provider/blueprint.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Value } from '../value/value.ts';
import { blueprintUnit } from './blueprint-unit.ts';
import { buildSteps, type FirstNames } from './build-steps.ts';
import type { Graph, PlannedActivity, PlannedUnit, Step, StepIndex } from './graph.ts';
import { type FormerNames, NONE_FORMER, renamesOf } from './graph-renames.ts';
import type { UnitShape, UnitShapes } from './unit-shape.ts';

/** A graph whose steps are built when they are first asked for. What it shows never changes. */
export class LazyGraph implements Graph {
  readonly units: readonly PlannedUnit[];
  readonly stepCount: number;
  readonly stepsByAddress: StepIndex;
  readonly renames: Renames;
  #unitsByAddress: ReadonlyMap<string, PlannedUnit> | undefined;
  #steps: readonly Step[] | undefined;

  constructor(units: readonly PlannedUnit[], stepCount: number, former: FormerNames = NONE_FORMER) {
    this.units = units;
    this.stepCount = stepCount;
    this.renames = renamesOf(this, former);
    this.stepsByAddress = new UnitStepIndex(this);
  }

  get unitsByAddress(): ReadonlyMap<string, PlannedUnit> {
    this.#unitsByAddress ??= indexByAddress(this.units);
    return this.#unitsByAddress;
  }

  get steps(): readonly Step[] {
    if (this.#steps !== undefined) return this.#steps;
    const steps = this.units.flatMap((unit) => unit.steps);
    if (this.units.length <= KEPT_UNITS) this.#steps = steps;
    return steps;
  }
}

function indexByAddress(units: readonly PlannedUnit[]): ReadonlyMap<string, PlannedUnit> {
  const byAddress = new Map<string, PlannedUnit>();
  for (const unit of units) byAddress.set(unit.address, unit);
  return byAddress;
}

class UnitStepIndex implements StepIndex {
  readonly #graph: Pick<Graph, 'units' | 'unitsByAddress' | 'renames'>;

  constructor(graph: Pick<Graph, 'units' | 'unitsByAddress' | 'renames'>) {
    this.#graph = graph;
  }

  /** Names of steps hold no dot, so what stands before the last one is the unit. */
  get(address: string): Step | undefined {
    const found = this.#at(address);
    if (found !== undefined || this.#graph.renames.isEmpty) return found;
    return this.#at(this.#graph.renames.step(address));
  }

  #at(address: string): Step | undefined {
    const unit = this.#graph.unitsByAddress.get(unitOfStep(address));
    return unit?.steps.find((step) => step.address === address);
  }

  has(address: string): boolean {
    return this.get(address) !== undefined;
  }

  *keys(): IterableIterator<string> {
    for (const unit of this.#graph.units) for (const step of unit.steps) yield step.address;
  }
}

/** About as many as work at the same time in a very large run, so that few are built again while they are worked on. */
const KEPT_UNITS = 4_096;

/** The units whose steps are kept: those that were built last. */
export class BuiltUnits {
  readonly #units: LazyUnit[] = [];
  #next = 0;

  add(unit: LazyUnit): void {
    this.#units[this.#next]?.letGo();
    this.#units[this.#next] = unit;
    this.#next = (this.#next + 1) % KEPT_UNITS;
  }
}

/** How a unit comes by its steps. */
export interface UnitSource {
  readonly plan: Plan;
  readonly registry: ProviderRegistry;
  /** Of what was renamed, present name → first one. */
  readonly first: FirstNames;
  readonly built: BuiltUnits;
  readonly shapes: UnitShapes;
}

/** `length`: steps on the unit's own longest chain; `heightAfter`: on the longest one that waits for it. */
export interface UnitPlace {
  readonly level: number;
  readonly length: number;
  readonly heightAfter: number;
}

/**
 * A unit that expands itself when it is used: a plan of 100,000 units is checked and ordered without 700,000 steps, and
 * never has all of them at once. Steps that were let go are built again, equal to what they were.
 */
export class LazyUnit implements PlannedUnit {
  readonly unit: Unit;
  readonly level: number;
  readonly height: number;
  readonly #heightAfter: number;
  readonly #source: UnitSource;
  #built: BuiltUnit | undefined;
  #shape: UnitShape | undefined;

  constructor(unit: Unit, place: UnitPlace, source: UnitSource) {
    this.unit = unit;
    this.level = place.level;
    this.height = place.length + place.heightAfter;
    this.#heightAfter = place.heightAfter;
    this.#source = source;
  }

  get address(): string {
    return this.unit.address;
  }

  get firstAddress(): string {
    return firstUnitAddress(this.unit);
  }

  get needs(): readonly string[] {
    return this.unit.needs;
  }

  get steps(): readonly Step[] {
    return this.#build().steps;
  }

  get shape(): UnitShape {
    this.#shape ??= this.#source.shapes.of(this.#build());
    return this.#shape;
  }

  get outputs(): Readonly<Record<string, Value>> {
    return this.#build().outputs;
  }

  get activity(): PlannedActivity | undefined {
    return this.#build().activity;
  }

  #build(): BuiltUnit {
    if (this.#built === undefined) {
      const blueprint = blueprintUnit(this.#source.plan, this.unit, this.#source.registry);
      const steps = buildSteps(this.unit, blueprint, this.#heightAfter, this.#source.first);
      this.#built = { steps, outputs: blueprint.outputs, activity: planActivity(blueprint, steps) };
      this.#source.built.add(this);
    }
    return this.#built;
  }

  /** Its steps are built again when they are asked for. */
  letGo(): void {
    this.#built = undefined;
  }
}

function planActivity({ activity }: Blueprint, steps: readonly Step[]): PlannedActivity | undefined {
  if (activity === undefined) return undefined;
  const opening = steps.find(({ name }) => name === activity.opens);
  assertInvariant(opening !== undefined, `a unit's task is opened by one of its steps: ${activity.opens}`);
  return { ...activity, connection: opening.provider };
}

type BuiltUnit = Pick<PlannedUnit, 'steps' | 'outputs' | 'activity'>;
