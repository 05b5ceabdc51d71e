import type { PlannedUnit } from '../graph/graph.ts';
import { beginsUnit, isRepeatedOnResume } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';

export interface RestoreOptions {
  readonly retryFailed: boolean;
  /** @default never */
  readonly checksSinceMs?: number;
}

type RestoredStatus = readonly [step: string, status: 'succeeded' | 'failed' | 'skipped'];

/**
 * The steps of a unit that earlier runs or an operator ended. A check that passed before any effect of its unit was sent
 * is not among them: the world may have changed since; unless it passed at `checksSinceMs` or later, in a run that is
 * still in progress. Failed steps stay failed unless `retryFailed`.
 */
export function restoredStatuses(
  unit: PlannedUnit,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
  { retryFailed, checksSinceMs = Number.POSITIVE_INFINITY }: RestoreOptions,
): readonly RestoredStatus[] {
  const decision = decisions.get(unit.address)?.decision;
  if (decision !== undefined) {
    const status = decision === 'accepted' ? 'succeeded' : 'skipped';
    return unit.steps.map(({ address }) => [address, status]);
  }
  const hasBegun = unit.steps.some((step) => beginsUnit(step) && steps.has(step.address));
  return unit.steps.flatMap((step): readonly RestoredStatus[] => {
    const { status, at = 0 } = steps.get(step.address) ?? {};
    const isDone = status === 'succeeded' && (!isRepeatedOnResume(step) || hasBegun || at >= checksSinceMs);
    if (isDone) return [[step.address, 'succeeded']];
    return status === 'failed' && !retryFailed ? [[step.address, 'failed']] : [];
  });
}
