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
  /** A call of its unit is sent only when this step was begun lately. Absent: none. */
  readonly isReliedOn?: true;
  /** It is such a call, or leads from what that relies on to it: others wait meanwhile. Absent: it waits for its turn. */
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
