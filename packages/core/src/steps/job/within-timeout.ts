import { ProviderError } from '../../provider/provider-error.ts';
import { formatDuration } from '../../value/duration.ts';
import type { StepContext } from '../step-context.ts';
import { endSoonAfter } from './end-soon-after.ts';

/**
 * What `work` gives, or throws. Work that takes longer than the migration's `timeout:` is stopped by the signal that it is
 * given, as it is when `signal` aborts.
 *
 * @throws ProviderError `RUN_JOB_TIMED_OUT` for work that was not done in time
 */
export async function withinTimeout<Result>(
  { clock, unit }: Pick<StepContext, 'clock' | 'unit'>,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { timeoutMs } = unit.unit.migration;
  const late = new AbortController();
  const over = new AbortController();
  clock.sleep(timeoutMs, over.signal).then(
    () => late.abort(timedOut(timeoutMs)),
    () => {},
  );
  const either = AbortSignal.any([signal, late.signal]);
  try {
    return await endSoonAfter(either, clock, () => work(either));
  } catch (error) {
    // Stopped work may end with an error of its own.
    throw late.signal.aborted && !signal.aborted ? late.signal.reason : error;
  } finally {
    over.abort();
  }
}

function timedOut(timeoutMs: number): ProviderError {
  return new ProviderError(`Timed out after ${formatDuration(timeoutMs)}.`, {
    vendorCode: 'RUN_JOB_TIMED_OUT',
    class: 'fatal',
    effect: 'possible',
    hint: 'If this much time is needed, raise `timeout:`; then retry the unit. Slices that are done stay done.',
  });
}
