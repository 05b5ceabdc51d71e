import type { ProviderError } from '../provider/provider-error.ts';
import { backoffMs } from './backoff.ts';
import type { StepContext, StepEnding } from './step-context.ts';

/**
 * After a refusal that certainly had no effect. `throttled` and `busy` pass by themselves, so they are bounded by the
 * migration's `timeout:`; faults on the way are bounded by `retry.max_attempts`.
 */
export function endingAfterRefusal(error: ProviderError, message: string, context: StepContext): StepEnding {
  const { tries, clock, unit } = context;
  if (error.class === 'transient') return endingAfterFault(error, message, context, 'failed');
  tries.passing += 1;
  const delayMs = backoffMs(unit.unit.migration.retry, tries.passing, context.random, error.retryAfterMs);
  if (clock.monotonicMs() - tries.startedMs + delayMs > unit.unit.migration.timeoutMs) {
    return {
      kind: 'failed',
      code: error.vendorCode,
      message: `${message} It stayed so for the whole time-out of the migration.`,
    };
  }
  return { kind: 'again', delayMs, reason: message };
}

/** After a fault: again until `retry.max_attempts` tries of this run are used up, then `exhausted`. */
export function endingAfterFault(
  error: ProviderError,
  message: string,
  context: StepContext,
  exhausted: 'failed' | 'unknown' = 'unknown',
): StepEnding {
  const { tries, unit } = context;
  const { retry } = unit.unit.migration;
  tries.faults += 1;
  if (tries.faults >= retry.maxAttempts) return { kind: exhausted, code: error.vendorCode, message };
  return {
    kind: 'again',
    delayMs: backoffMs(retry, tries.faults, context.random, error.retryAfterMs),
    reason: message,
  };
}
