import type { Value, ValueObject } from '../value/value.ts';

/** Where a unit takes data from, and where it puts it: what a reviewer compares first. */
export interface Movement {
  /** Absent: nothing is read, or the plan does not say from where. */
  readonly from?: Place;
  /** Absent: nothing is written. */
  readonly to?: Place;
}

/** One end of a movement. Holds no secrets. */
export interface Place {
  /** What it is: `instance`, `bucket`. The same for units that differ only in their facts. */
  readonly label: string;
  /**
   * Alias of the connection behind which it is, whose region, endpoint and project are shown with it.
   *
   * @default none: the vendor, or the network, reaches it otherwise
   */
  readonly connection?: string;
  /** What tells it from other places, the most general first: `endpoint`, `instance`, `index`, `database`. */
  readonly facts: readonly PlaceFact[];
}

export interface PlaceFact {
  /** One word or two, the same in all units: `endpoint`. */
  readonly name: string;
  /** A list is shown as its items, a reference as its text, and a fact of `undefined` or `null` is left out. */
  readonly value: Value | undefined;
}

/** Says where data comes from and goes to. `connection`: the alias of the entry that the migration uses. Pure. */
export type DescribeMovement = (values: ValueObject, connection: string) => Movement;
