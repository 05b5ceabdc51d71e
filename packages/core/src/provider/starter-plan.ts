/** A plan to start from, for one kind: complete and correct as it is, with the places that everybody changes marked. */
export interface StarterPlan {
  readonly kind: string;
  /** One line for a menu. */
  readonly title: string;
  /** Environment variables that hold the secrets of the plan. */
  readonly secrets: readonly string[];
  /** Environment variables of the vendor's usual credentials. */
  readonly credentials: readonly string[];
  /** The plan as it is written into a file. `name` is a valid name of a plan. */
  readonly text: (name: string) => string;
}
