/** What every step has, whatever its kind. */
export interface StepBase {
  /** `orders[orders-2024].create`. */
  readonly address: string;
  readonly name: string;
  /** Address of the unit. */
  readonly unit: string;
  /** Alias of the provider that it is sent to. */
  readonly provider: string;
  /** The same, where it is not that of its migration's `uses`: then it is a part of what the step means. */
  readonly connection?: string;
  readonly title: string;
  readonly needs: readonly string[];
  readonly always: boolean;
  /** Addresses of steps that are done again when this one failed and is tried again. Absent: none. */
  readonly repeats?: readonly string[];
  /** Has to have been done lately when the step is worked on. Absent: nothing. */
  readonly relies?: ReliedOn;
  /** A step of its unit relies on it. Absent: none. */
  readonly isReliedOn?: true;
  /** It relies on another step, or leads from there to one that does: others wait meanwhile. Absent: it waits for its turn. */
  readonly isUrgent?: true;
  /** Of the steps of its unit that were renamed, their present name → those that they had, oldest first. */
  readonly formerNames?: ReadonlyMap<string, readonly string[]>;
  /** Of the plan's migrations that were renamed, their present name → the first one. */
  readonly firstMigrations?: ReadonlyMap<string, string>;
  /** Of the plan's units whose key was renamed, their present address → the first one. */
  readonly firstUnits?: ReadonlyMap<string, string>;
  /** Steps on the longest path from here to an end, this one included: what the ready queue is ordered by. */
  readonly height: number;
}

/** What has to have been done lately when a step is worked on. */
export interface ReliedOn {
  /** Address of a step. */
  readonly on: string;
  /** Milliseconds from its begin. */
  readonly forMs: number;
  /** Addresses of the steps that are done again otherwise, in the order of their unit. */
  readonly anew: readonly string[];
}
