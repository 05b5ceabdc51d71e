import type { ReliedOn } from '../graph/steps/step-base.ts';
import type { StepContext, StepEnding } from './step-context.ts';

/** What a step that relies on others needs to know of its run. */
type RelyingContext = Pick<StepContext, 'wasBegunLately' | 'tries' | 'unit' | 'state' | 'record' | 'ofRun'>;

/** Whether what a step relies on may have ended: it was done in an earlier run, or too long ago. */
export function isReliedOver(
  { relies }: { readonly relies?: ReliedOn },
  context: Pick<StepContext, 'wasBegunLately'>,
): boolean {
  return relies !== undefined && !context.wasBegunLately(relies.on, relies.forMs);
}

/**
 * Writes down what is to be done again before a step that relies on it. `failed`: that was done as often as may be, and nothing
 * was written. `begun`: address of the step, where it is own work of which a part is done, on what is found anew.
 */
export async function doAnew(
  relies: ReliedOn,
  context: RelyingContext,
  begun?: string,
): Promise<Extract<StepEnding, { kind: 'anew' | 'failed' }>> {
  const { tries, unit } = context;
  tries.renewals += 1;
  const reason = overSince(relies.on);
  if (tries.renewals > unit.unit.migration.retry.maxAttempts) return givenUp(tries.renewals - 1, reason);
  const done = relies.anew.filter((address) => context.state(address)?.status === 'succeeded');
  // In this order, since the first ones alone may be kept: without the last one a later run does all of them again.
  const inOrder = [...done.filter((address) => address !== relies.on), relies.on];
  const retried = { kind: 'step.retried', ...context.ofRun, reason } as const;
  const own = begun === undefined ? [] : [context.record({ ...retried, step: begun, plansAnew: true })];
  await Promise.all([...own, ...inOrder.map((address) => context.record({ ...retried, step: address }))]);
  return { kind: 'anew', steps: inOrder, reason };
}

export const HOLD_OVER = 'RUN_HOLD_OVER';

export function overSince(step: string): string {
  return `What ${step} did may no longer hold.`;
}

function givenUp(repeated: number, reason: string): Extract<StepEnding, { kind: 'failed' }> {
  return {
    kind: 'failed',
    code: HOLD_OVER,
    message: `${reason} It was repeated ${repeated === 1 ? 'once' : `${repeated} times`}, and the step could still not be done soon enough after it.`,
    hint: 'Find out what takes the unit so long from there on, such as a limit of the vendor or of the plan; then retry the unit.',
  };
}
