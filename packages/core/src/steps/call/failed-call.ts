import type { StepFailed } from '../../journal/record.ts';
import type { Recovery } from '../../provider/operation.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { asSentence } from '../../value/as-sentence.ts';
import { defined } from '../../value/defined.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { endingAfterFault, endingAfterRefusal } from '../try-again.ts';
import type { CallAttempt } from './call-attempt.ts';

/** Writes down what became of a call that threw, and says how its step continues. What is no `ProviderError` is thrown on. */
export async function handleFailure(failed: CallAttempt, error: unknown, context: StepContext): Promise<StepEnding> {
  // A call waits for its turn before its intent is written, so a stop leaves nothing open.
  if (context.stopping.aborted && error === context.stopping.reason) return { kind: 'stopped' };
  if (!(error instanceof ProviderError)) throw error;
  const described = describeError(error);
  if (error.effect === 'possible' && failed.isIntended) return handleLostAnswer(failed, error, context);
  const passing = outcomeOfPassing(failed);
  if (error.suspends) {
    if (failed.isIntended) await recordFailure(failed, passing, described, context);
    return { kind: 'suspended', error };
  }
  const ending =
    error.isRetryable || waitsForQuota(error, context)
      ? endingAfterRefusal(error, described.message, context)
      : { kind: 'failed' as const, ...described };
  if (ending.kind === 'failed' && failed.isOpen) return leaveOpen(failed, { ...described, ...ending }, context);
  if (ending.kind === 'failed') await recordFailure(failed, 'terminal', ending, context);
  else if (failed.isIntended) await recordFailure(failed, passing, described, context);
  return ending;
}

/** Of a try that had no effect and is followed by another one: a lost answer before it stays open, and with it its token. */
export function outcomeOfPassing({ isOpen }: CallAttempt): 'unknown' | 'retryable' {
  return isOpen ? 'unknown' : 'retryable';
}

/** The unit keeps its place: the call whose answer was lost may have made a task. The next run repeats it. */
export async function leaveOpen(
  failed: CallAttempt,
  refused: DescribedError,
  context: StepContext,
): Promise<StepEnding> {
  const message = `${asSentence(refused.message)} It is not known whether the same call before it, whose answer was lost, had an effect.`;
  await recordFailure(failed, 'unknown', { ...refused, message }, context);
  return { kind: 'unknown', code: refused.code, message };
}

/** What our own tasks hold is given back when they end. With none running there is nothing to wait for. */
function waitsForQuota(error: ProviderError, context: StepContext): boolean {
  return error.class === 'quota' && error.effect === 'none' && context.hasOtherTask();
}

/** Nobody knows whether it happened. The next try settles that first, by the operation's policy. */
async function handleLostAnswer(failed: CallAttempt, error: ProviderError, context: StepContext): Promise<StepEnding> {
  const { step, operation } = failed;
  const described = describeError(error);
  await recordFailure(failed, 'unknown', described, context);
  // To settle it takes time, in which others may undo what was done before it.
  if (step.relies !== undefined) context.forgetBegun(step.relies.on);
  const ending = endingAfterLostAnswer(error, described, operation.recovery, context);
  const { code, message } = described;
  // Where an operator has to decide, the run says so, as of every step that ends so.
  if (ending.kind !== 'unknown')
    context.emit({ kind: 'step.unknown', step: step.address, unit: step.unit, code, message, needsPerson: false });
  return ending;
}

function endingAfterLostAnswer(
  error: ProviderError,
  described: DescribedError,
  recovery: Recovery,
  context: StepContext,
): StepEnding {
  if (recovery.policy === 'manual') return { kind: 'unknown', code: described.code, message: described.message };
  if (error.suspends) return { kind: 'suspended', error };
  // The connection is to blame, so that the next try waits for it and does not count.
  return error.class === 'unreachable'
    ? endingAfterRefusal(error, described.message, context, 'unknown')
    : endingAfterFault(error, described.message, context);
}

export interface DescribedError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly requestId?: string;
}

function describeError(error: ProviderError): DescribedError {
  return {
    code: error.vendorCode,
    message: error.message,
    ...defined({ hint: error.hint, requestId: error.requestId }),
  };
}

export async function recordFailure(
  failed: Pick<CallAttempt, 'step' | 'attempt' | 'fingerprint'>,
  outcome: StepFailed['outcome'],
  described: DescribedError,
  context: StepContext,
): Promise<void> {
  const { step, attempt, fingerprint } = failed;
  await context.record({
    kind: 'step.failed',
    step: step.address,
    attempt,
    fingerprint,
    outcome,
    code: described.code,
    message: described.message,
    ...defined({ hint: described.hint, requestId: described.requestId }),
  });
}
