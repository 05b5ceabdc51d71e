import type { ValueObject } from '../../../value/value.ts';
import type { BlueprintBase } from '../blueprint-base.ts';

/** A read-only assertion: one call, and a named `Check` that judges the answer. */
export interface CheckBlueprint extends BlueprintBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  /** A second read whose answer the judge is given as well, such as the other side of a migration. */
  readonly beside?: BesideRead;
  /**
   * What the check should find, for its judge alone: never sent, and no part of what tells one read from another, so
   * that many units which expect different things of one answer share the read. Holds no secrets.
   */
  readonly expect?: ValueObject;
  /**
   * Given: that this machine reaches the step's connection is a part of what the check asserts, because work that comes much
   * later needs it. Where there is no connection, a preview blocks, and a run fails the step after `retry.max_attempts` tries.
   *
   * @default a preview leaves the check unasked, and a run waits for the connection within the migration's `timeout:`
   */
  readonly unreachable?: Unreachable;
}

/** What users read where a connection cannot be reached that has to be. Texts without secrets. */
export interface Unreachable {
  /** The connection, with its address where that is known: `The cluster old (http://10.20.0.5:9200)`. */
  readonly what: string;
  /** What to do, with the key of the plan that names the connection. */
  readonly hint: string;
}

export interface BesideRead {
  readonly operation: string;
  readonly arguments: ValueObject;
  /**
   * Alias of the connection that it is sent to.
   *
   * @default the step's own
   */
  readonly connection?: string;
}
