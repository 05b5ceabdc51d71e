import type { Value } from '../value/value.ts';
import type { BlueprintProblem } from './blueprint-problem.ts';
import type { StepBlueprint } from './steps/step-modules.ts';

export type { BlueprintProblem } from './blueprint-problem.ts';
export type { StepBlueprint } from './steps/step-modules.ts';

/** What a kind (or a low-level operation) makes of one unit. */
export interface Blueprint {
  readonly steps: readonly StepBlueprint[];
  /** The unit's outputs: name → where they come from. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** The span during which the unit keeps a remote task running. Absent when it never does. */
  readonly activity?: Activity;
  /** What the schema cannot say: combinations that cannot work. */
  readonly problems?: readonly BlueprintProblem[];
}

/**
 * From the start of step `opens` to the end of step `closes` (names within the unit). Its place is one of the connection
 * of `opens`.
 */
export interface Activity {
  readonly opens: string;
  readonly closes: string;
  /** The target instance, for `active_per_target`. */
  readonly target?: Value;
}
