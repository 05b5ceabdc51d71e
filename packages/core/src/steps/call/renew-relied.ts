import { doAnew, HOLD_OVER, isReliedOver, overSince } from '../relied-on.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import type { CallAttempt } from './call-attempt.ts';
import { leaveOpen, outcomeOfPassing, recordFailure } from './failed-call.ts';

/**
 * Whether what a call relies on may have ended since: it was done in an earlier run, too long ago, or before a call whose
 * answer was lost. Then what is to be done again is written down, and the call is not sent. Undefined: it may be sent now.
 */
export async function renewRelied(attempt: CallAttempt, context: StepContext): Promise<StepEnding | undefined> {
  const { step } = attempt;
  const { relies } = step;
  if (relies === undefined || !isReliedOver(step, context)) return undefined;
  // This try was written down and is not sent, so that it certainly did not happen.
  const over = { code: HOLD_OVER, message: overSince(relies.on) };
  if (attempt.isIntended) await recordFailure(attempt, outcomeOfPassing(attempt), over, context);
  const ending = await doAnew(relies, context);
  if (ending.kind === 'anew') return ending;
  if (attempt.isOpen) return await leaveOpen(attempt, ending, context);
  await recordFailure(attempt, 'terminal', ending, context);
  return ending;
}
