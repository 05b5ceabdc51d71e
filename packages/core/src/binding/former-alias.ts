import type { PlannedUnit, Step } from '../graph/graph.ts';
import type { RunMark, StepState } from '../journal/checkpoint.ts';

/** Of a step that was begun through another connection than the plan says now: its alias then. */
export interface FormerAlias {
  readonly alias: string;
  /** The alias of now led somewhere then too: it is another connection, and not another name of the same one. */
  readonly isOther: boolean;
}

/**
 * Undefined where the connection is the same one, or is named by the step itself and so is a part of what the step means, or
 * where an older version recorded none. `runs`: every run so far, oldest first. Pure.
 */
export function formerAlias(
  { provider, connection }: Pick<Step, 'provider' | 'connection'>,
  state: Pick<StepState, 'run'> | undefined,
  {
    unit,
    runs,
  }: {
    readonly unit: { readonly migration: Pick<PlannedUnit['unit']['migration'], 'name' | 'formerly'> } | undefined;
    readonly runs: readonly RunMark[];
  },
): FormerAlias | undefined {
  if (connection !== undefined || state?.run === undefined || unit === undefined) return undefined;
  const { uses, connections } = runs[state.run - 1] ?? {};
  if (uses === undefined) return undefined;
  const { name, formerly = [] } = unit.migration;
  const alias = [name, ...formerly].map((known) => uses[known]).find((known) => known !== undefined);
  if (alias === undefined || alias === provider) return undefined;
  return { alias, isOther: connections?.[provider] !== undefined };
}
