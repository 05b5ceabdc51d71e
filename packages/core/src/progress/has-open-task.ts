import type { PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { statusIn } from '../journal/step-states.ts';
import { stepsBeforeDone } from './implied-steps.ts';

/**
 * Whether a unit's remote task may be running, as far as the journal tells: it counts against `active` and
 * `active_per_target` from the intent that opens it until it is known to have ended. A unit can fail although its task
 * runs: the wait timed out, or a later call was refused. Its place is free when a wait has seen the task end, or when an
 * operator has decided on the unit. Where an earlier task was found before the unit's own was created, it is known whether
 * that has ended.
 */
export function hasOpenTask(
  planned: Pick<PlannedUnit, 'address' | 'shape'>,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
): boolean {
  const { address: unit, shape } = planned;
  if (shape.activity === undefined || decisions.has(unit)) return false;
  const statusOf = (name: string) => statusIn(steps, `${unit}.${name}`);
  const opened = statusOf(shape.activity.opens);
  const isOpened = opened === 'succeeded' || opened === 'intended' || opened === 'begun' || opened === 'unknown';
  if (!isOpened || isClosed(planned, steps)) return false;
  return !shape.steps.some(({ name }) => {
    const status = statusOf(name);
    const mayBeFinal = status === 'failed' || status === 'unknown';
    return mayBeFinal && steps.get(`${unit}.${name}`)?.failure?.isFinal === true;
  });
}

/** Where what closes it is new, what comes after it shows that the task had ended. */
function isClosed(unit: Pick<PlannedUnit, 'address' | 'shape'>, steps: Checkpoint['steps']): boolean {
  const { activity, places } = unit.shape;
  const closes = activity?.closes ?? '';
  const statusOf = (step: string) => statusIn(steps, step);
  const status = statusOf(`${unit.address}.${closes}`);
  if (status !== undefined) return status === 'succeeded';
  return stepsBeforeDone(unit, statusOf).has(places.get(closes) ?? -1);
}
