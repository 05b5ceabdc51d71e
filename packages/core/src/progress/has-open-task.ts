import type { PlannedUnit } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { statusIn } from '../journal/step-states.ts';
import { stepsBeforeDone } from './implied-steps.ts';
import { type RecordedStatus, recordedStatuses } from './recorded-statuses.ts';

/**
 * Whether a unit's remote task may be running, as far as the journal tells: it counts against `active` and
 * `active_per_target` from the intent that opens it until it is known to have ended. A unit can fail although its task
 * runs: the wait timed out, or a later call was refused. Its place is free when a wait has seen the task end, or when an
 * operator has decided on the unit. Where an earlier task was found before the unit's own was created, it is known whether
 * that has ended.
 *
 * `statuses`: as `recordedStatuses` gives them.
 *
 * @default they are read
 */
export function hasOpenTask(
  unit: Pick<PlannedUnit, 'address' | 'shape'>,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
  statuses?: readonly RecordedStatus[],
): boolean {
  const { address, shape } = unit;
  if (shape.activity === undefined || decisions.has(address)) return false;
  const opened = statusIn(steps, `${address}.${shape.activity.opens}`);
  const isOpened = opened === 'succeeded' || opened === 'intended' || opened === 'begun' || opened === 'unknown';
  if (!isOpened) return false;
  const recorded = statuses ?? recordedStatuses(unit, steps);
  if (isClosed(shape, recorded)) return false;
  return !shape.steps.some(({ name }, place) => {
    const status = recorded[place];
    const mayBeFinal = status === 'failed' || status === 'unknown';
    if (!mayBeFinal) return false;
    const { isFinal = false, mayRun = false } = steps.get(`${address}.${name}`)?.failure ?? {};
    return isFinal && !mayRun;
  });
}

/** Where what closes it is new, what comes after it shows that the task had ended. */
function isClosed(shape: UnitShape, statuses: readonly RecordedStatus[]): boolean {
  const closes = shape.places.get(shape.activity?.closes ?? '') ?? -1;
  const status = statuses[closes];
  if (status !== undefined) return status === 'succeeded';
  return stepsBeforeDone(shape, statuses).has(closes);
}
