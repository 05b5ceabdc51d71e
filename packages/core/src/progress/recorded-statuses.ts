import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import { statusIn } from '../journal/step-states.ts';

/** Undefined where nothing is recorded. */
export type RecordedStatus = StepState['status'] | undefined;

/** What is recorded of the steps of a unit, by the places of its shape. */
export function recordedStatuses(
  { address, shape }: Pick<PlannedUnit, 'address' | 'shape'>,
  steps: ReadonlyMap<string, StepState>,
): readonly RecordedStatus[] {
  return shape.steps.map(({ name }) => statusIn(steps, `${address}.${name}`));
}
