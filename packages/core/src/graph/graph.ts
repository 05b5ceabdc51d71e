import type { Unit } from '../plan/plan.ts';
import type { Activity } from '../provider/blueprint.ts';

import type { Value, ValueObject } from '../value/value.ts';

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
}

/** Finds a step by its address without building those of other units. */
export interface StepIndex {
  get(address: string): Step | undefined;
  has(address: string): boolean;
  /** Every address, in the order of `steps`. */
  keys(): IterableIterator<string>;
}

export interface PlannedUnit {
  readonly address: string;
  readonly unit: Unit;
  readonly steps: readonly Step[];
  readonly outputs: Readonly<Record<string, Value>>;
  readonly activity: Activity | undefined;
  /** Addresses of the units that must succeed first. */
  readonly needs: readonly string[];
  /** 0 for units that need nothing; otherwise one more than the latest wave among its needs. */
  readonly wave: number;
}

/** A node of the graph. `needs` holds addresses; identity is the address, never a position. */
export type Step = CallStep | AwaitStep | CheckStep | GateStep;

export interface StepBase {
  /** `orders[orders-2024].create`. */
  readonly address: string;
  readonly name: string;
  /** Address of the unit. */
  readonly unit: string;
  /** Alias of the provider. */
  readonly provider: string;
  readonly title: string;
  readonly needs: readonly string[];
  readonly always: boolean;
  /** Steps on the longest path from here to an end, this one included: what the ready queue is ordered by. */
  readonly height: number;
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
}

export interface AwaitStep extends StepBase {
  readonly kind: 'await';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}

export interface CheckStep extends StepBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  readonly beside?: { readonly operation: string; readonly arguments: ValueObject };
  /** What the check's judge should find; never sent. */
  readonly expect: ValueObject;
}

export interface GateStep extends StepBase {
  readonly kind: 'gate';
  readonly instruction: string;
}
