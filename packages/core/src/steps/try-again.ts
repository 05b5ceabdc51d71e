import { backoffMs } from '../limits/backoff.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import { asSentence } from '../value/as-sentence.ts';
import { formatDuration } from '../value/duration.ts';
import type { StepContext, StepEnding } from './step-context.ts';

/** What it needs of the context of the step that was tried, or of a part of it with tries of its own. */
export type TriedContext = Pick<StepContext, 'tries' | 'clock' | 'unit' | 'random' | 'channel'>;

/**
 * After a refusal that certainly had no effect. `throttled`, `busy` and a connection that is down pass by themselves, so
 * they are bounded by the migration's `timeout:`; faults on the way are bounded by `retry.max_attempts`.
 */
export function endingAfterRefusal(
  error: ProviderError,
  message: string,
  context: TriedContext,
  exhausted: 'failed' | 'unknown' = 'failed',
): StepEnding {
  const { tries, clock, unit } = context;
  if (error.class === 'transient') return endingAfterFault(error, message, context, exhausted);
  const { retry, timeoutMs } = unit.unit.migration;
  const leftMs = tries.startedMs + timeoutMs - clock.monotonicMs();
  const askedMs = error.retryAfterMs ?? 0;
  if (leftMs <= 0)
    return {
      kind: exhausted,
      code: error.vendorCode,
      message: `${asSentence(message)} ${whyNoLonger(error, context)}`,
    };
  // The wait of a connection that is down is our own; one that the server asks for is kept.
  if (askedMs > leftMs && error.class !== 'unreachable') {
    return {
      kind: exhausted,
      code: error.vendorCode,
      message: `${asSentence(message)} ${tooLong(askedMs, leftMs, timeoutMs)}`,
    };
  }
  tries.passing += 1;
  const delayMs = backoffMs(retry, tries.passing, context.random, askedMs);
  return { kind: 'again', delayMs: Math.min(delayMs, leftMs), reason: message };
}

/** An outage is of the connection, and the calls that met it say nothing of which one that is. */
function whyNoLonger(error: ProviderError, { channel, unit }: TriedContext): string {
  const timeout = `the whole timeout of the migration (${formatDuration(unit.unit.migration.timeoutMs)})`;
  if (error.class === 'unreachable') return `Connection ${channel.alias} could not be reached for ${timeout}.`;
  return `This lasted for ${timeout}.`;
}

function tooLong(askedMs: number, leftMs: number, timeoutMs: number): string {
  const left = `${formatDuration(Math.round(leftMs / 1_000) * 1_000)} of its timeout (${formatDuration(timeoutMs)})`;
  return `The server asks to wait for ${formatDuration(askedMs)}, and the migration has ${left} left. Raise \`timeout:\`.`;
}

/** After a fault: again until `retry.max_attempts` tries of this run are used up, then `exhausted`. */
export function endingAfterFault(
  error: ProviderError,
  message: string,
  context: TriedContext,
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

/**
 * A look-up found a task that another step of this run was quicker to claim. With that one counted as taken, the next
 * look-up decides; a provider that finds taken tasks again and again ends in an operator's decision.
 */
export function endingAfterTakenTask({ tries, unit }: TriedContext): StepEnding {
  tries.faults += 1;
  if (tries.faults < unit.unit.migration.retry.maxAttempts)
    return { kind: 'again', delayMs: 0, reason: 'The task found belongs to another step.' };
  return {
    kind: 'unknown',
    code: 'RUN_OUTCOME_UNKNOWN',
    message: 'Each look-up found a task that belongs to another step.',
  };
}
