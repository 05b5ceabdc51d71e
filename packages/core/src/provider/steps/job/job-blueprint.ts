import type { ValueObject } from '../../../value/value.ts';
import type { BlueprintBase } from '../blueprint-base.ts';

/** Our own work on data, in slices that are journaled one by one. */
export interface JobBlueprint extends BlueprintBase {
  readonly kind: 'job';
  /** One of the `jobs` of its connection's provider. */
  readonly job: string;
  readonly arguments: ValueObject;
  /**
   * Aliases of the connections that a slice uses; it takes a place of each while it is worked on. `connection` says only
   * whose job it is.
   *
   * @default that of `connection`
   */
  readonly connections?: readonly string[];
}
