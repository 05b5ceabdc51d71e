import type { StepContext, StepEnding } from '../step-context.ts';
import type { CallAttempt } from './call-attempt.ts';
import { leaveOpen, outcomeOfPassing, recordFailure } from './failed-call.ts';

/**
 * Whether what a call relies on may have ended since: it was done in an earlier run, too long ago, or before a call whose answer was lost. Then what is to be done
 * again is written down, and the call is not sent. Undefined: it may be sent now.
 */
export async function renewRelied(attempt: CallAttempt, context: StepContext): Promise<StepEnding | undefined> {
  const { step } = attempt;
  const { relies } = step;
  if (relies === undefined || context.wasBegunLately(relies.on, relies.forMs)) return undefined;
  const { tries, unit } = context;
  tries.renewals += 1;
  if (tries.renewals > unit.unit.migration.retry.maxAttempts) return await giveUp(attempt, relies.on, context);
  // This try was written down and is not sent, so that it certainly did not happen.
  const over = { code: HOLD_OVER, message: overSince(relies.on) };
  if (attempt.isIntended) await recordFailure(attempt, outcomeOfPassing(attempt), over, context);
  const done = relies.anew.filter((address) => context.state(address)?.status === 'succeeded');
  // In this order, since the first ones alone may be kept: without the last one a later run does all of them again.
  const inOrder = [...done.filter((address) => address !== relies.on), relies.on];
  const retried = { kind: 'step.retried', ...context.ofRun, reason: overSince(relies.on) } as const;
  await Promise.all(inOrder.map((address) => context.record({ ...retried, step: address })));
  return { kind: 'anew', steps: inOrder, reason: overSince(relies.on) };
}

const HOLD_OVER = 'RUN_HOLD_OVER';

function overSince(step: string): string {
  return `What ${step} did may no longer hold.`;
}

async function giveUp(attempt: CallAttempt, on: string, context: StepContext): Promise<StepEnding> {
  const repeated = context.tries.renewals - 1;
  const failed = {
    kind: 'failed',
    code: HOLD_OVER,
    message: `${overSince(on)} It was repeated ${repeated === 1 ? 'once' : `${repeated} times`}, and the call could still not be sent soon enough after it.`,
    hint: 'Find out what keeps the call from being sent, such as a limit of the vendor or of the plan; then retry the unit.',
  } as const;
  if (attempt.isOpen) return await leaveOpen(attempt, failed, context);
  await recordFailure(attempt, 'terminal', failed, context);
  return failed;
}
