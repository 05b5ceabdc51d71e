import type { PlannedUnit } from '../graph/graph.ts';
import { beginsUnit, isRepeatedOnResume } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { impliedSteps } from '../progress/implied-steps.ts';
import { recordedStatuses } from '../progress/recorded-statuses.ts';

export interface RestoreOptions {
  readonly retryFailed: boolean;
  /** @default never */
  readonly checksSinceMs?: number;
}

type RestoredStatus = readonly [step: string, status: 'succeeded' | 'failed' | 'skipped'];

/**
 * The steps of a unit that earlier runs or an operator ended. A check that passed before any effect of its unit was sent
 * is not among them: the world may have changed since; unless it passed at `checksSinceMs` or later, in a run that is
 * still in progress. Failed steps stay failed unless `retryFailed`. Steps that are new before done ones count as done, see
 * `impliedSteps`.
 */
export function restoredStatuses(
  planned: Pick<PlannedUnit, 'address' | 'shape' | 'steps'>,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
  { retryFailed, checksSinceMs = Number.POSITIVE_INFINITY }: RestoreOptions,
): readonly RestoredStatus[] {
  const { address: unit, shape } = planned;
  const decision = decisions.get(unit)?.decision;
  if (decision !== undefined) {
    const status = decision === 'accepted' ? 'succeeded' : 'skipped';
    return shape.steps.map(({ name }) => [`${unit}.${name}`, status]);
  }
  if (steps.size === 0) return [];
  const hasBegun = shape.steps.some((step) => beginsUnit(step) && steps.has(`${unit}.${step.name}`));
  const implied = impliedSteps(planned, recordedStatuses(planned, steps));
  return shape.steps.flatMap((step, place): readonly RestoredStatus[] => {
    const address = `${unit}.${step.name}`;
    const { status, at = 0 } = steps.get(address) ?? {};
    const isDone = status === 'succeeded' && (!isRepeatedOnResume(step) || hasBegun || at >= checksSinceMs);
    if (isDone || implied.has(place)) return [[address, 'succeeded']];
    return status === 'failed' && !retryFailed ? [[address, 'failed']] : [];
  });
}
