/** What is wrong with the values of a unit, as its kind finds it. */
export interface BlueprintProblem {
  readonly severity: 'error' | 'warning';
  /** Key path below the migration, such as `['with', 'target_instance', 'id']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
}
