import type { PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { statusIn } from '../journal/step-states.ts';

/**
 * Whether a unit's remote task may be running, as far as the journal tells: it counts against `active` and
 * `active_per_target` from the intent that opens it until it is known to have ended. A unit can fail although its task
 * runs: the wait timed out, or a later call was refused. Its place is free when a wait has seen the task end, or when an
 * operator has decided on the unit. Where an earlier task was found before the unit's own was created, it is known whether
 * that has ended.
 */
export function hasOpenTask(
  { address: unit, shape }: Pick<PlannedUnit, 'address' | 'shape'>,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
): boolean {
  if (shape.activity === undefined || decisions.has(unit)) return false;
  const statusOf = (name: string) => statusIn(steps, `${unit}.${name}`);
  const opened = statusOf(shape.activity.opens);
  const isOpened = opened === 'succeeded' || opened === 'intended' || opened === 'begun' || opened === 'unknown';
  if (!isOpened || statusOf(shape.activity.closes) === 'succeeded') return false;
  return !shape.steps.some(({ name }) => {
    const status = statusOf(name);
    const mayBeFinal = status === 'failed' || status === 'unknown';
    return mayBeFinal && steps.get(`${unit}.${name}`)?.failure?.isFinal === true;
  });
}
