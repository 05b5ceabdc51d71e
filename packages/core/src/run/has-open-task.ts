import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';

/**
 * Whether a unit's remote task may be running, as far as the journal tells: it counts against `active` and
 * `active_per_target` from the intent that opens it to the end of the wait that closes it.
 */
export function hasOpenTask(unit: PlannedUnit, stateOf: (step: string) => StepState | undefined): boolean {
  if (unit.activity === undefined) return false;
  const statusOf = (name: string) => stateOf(`${unit.address}.${name}`)?.status;
  const opened = statusOf(unit.activity.opens);
  const isOpened = opened === 'succeeded' || opened === 'intended' || opened === 'unknown';
  const hasFailed = unit.steps.some((step) => statusOf(step.name) === 'failed');
  return isOpened && !hasFailed && statusOf(unit.activity.closes) !== 'succeeded';
}
