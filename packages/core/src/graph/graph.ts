import type { Renames } from '../journal/renames.ts';
import type { Unit } from '../plan/plan.ts';
import type { Activity } from '../provider/blueprint.ts';
import type { Step } from '../provider/steps/step-modules.ts';
import type { Value } from '../value/value.ts';
import type { UnitShape } from './unit-shape.ts';

export type * from '../provider/steps/step-types.ts';

/**
 * Everything a plan will do: units, their steps and what each step waits for. Immutable. A unit's steps are built when
 * they are first looked at, so asking for all of them costs time and memory for each: `stepCount` does not.
 */
export interface Graph {
  readonly units: readonly PlannedUnit[];
  readonly unitsByAddress: ReadonlyMap<string, PlannedUnit>;
  readonly stepCount: number;
  /** In an order in which every step comes after the steps it needs. */
  readonly steps: readonly Step[];
  readonly stepsByAddress: StepIndex;
  /** From the addresses that units and steps had to those that they have. */
  readonly renames: Renames;
}

/** Finds a step by its address, or one that it had, without building those of other units. */
export interface StepIndex {
  get(address: string): Step | undefined;
  has(address: string): boolean;
  /** Every address, in the order of `steps`. */
  keys(): IterableIterator<string>;
}

/** `connection`: alias of the provider whose places the unit's task takes, that of the step which opens it. */
export interface PlannedActivity extends Activity {
  readonly connection: string;
}

export interface PlannedUnit {
  readonly address: string;
  /** What it was called first, where that was something else. */
  readonly firstAddress?: string;
  readonly unit: Unit;
  /** Built when they are asked for, and not kept in very large plans: keep them where they are read more than once. */
  readonly steps: readonly Step[];
  /** What of the steps is the same in most units of its migration. */
  readonly shape: UnitShape;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly activity: PlannedActivity | undefined;
  /** Addresses of the units that must succeed first. */
  readonly needs: readonly string[];
  /** 0 for units that need nothing; otherwise one more than the latest level among its needs. */
  readonly level: number;
  /** Steps on the longest chain from its first step to an end of the plan. */
  readonly height: number;
}
