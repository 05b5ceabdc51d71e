import type { ReliedOn } from '../provider/steps/step-base.ts';
import { formatDuration } from '../value/duration.ts';
import type { StepContext, StepEnding } from './step-context.ts';

/** What a step that relies on others needs to know of its run. */
type RelyingContext = Pick<StepContext, 'begunAgoMs' | 'renewalsOf' | 'unit' | 'state' | 'record' | 'ofRun'>;

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
  const renewals = context.renewalsOf(relies.on);
  const lateMs = lateAfterMs(relies, context);
  renewals.count += 1;
  if (lateMs !== undefined) renewals.late += 1;
  const reason = overSince(relies.on);
  const { maxAttempts } = context.unit.unit.migration.retry;
  const isInVain = renewals.count > maxAttempts || renewals.late > MOST_LATE;
  if (isInVain) return givenUp(renewals.count - 1, reason, describeLate(relies, lateMs));
  const done = relies.anew.filter((address) => context.state(address)?.status === 'succeeded');
  // In this order, since the first ones alone may be kept: without the last one a later run does all of them again.
  const inOrder = [...done.filter((address) => address !== relies.on), relies.on];
  const retried = { kind: 'step.retried', ...context.ofRun, reason } as const;
  const own = begun === undefined ? [] : [context.record({ ...retried, step: begun, plansAnew: true })];
  await Promise.all([...own, ...inOrder.map((address) => context.record({ ...retried, step: address }))]);
  return { kind: 'anew', steps: inOrder, reason };
}

/** Others are kept waiting each time, and what has taken longer than it holds twice takes as long the next time. */
const MOST_LATE = 1;

/** How many milliseconds after its begin it was needed, if its time alone was over; undefined where something else may have ended it. */
function lateAfterMs({ on, forMs }: ReliedOn, { begunAgoMs }: Pick<StepContext, 'begunAgoMs'>): number | undefined {
  const agoMs = begunAgoMs(on);
  return agoMs === undefined || agoMs < forMs ? undefined : agoMs;
}

function describeLate({ forMs }: ReliedOn, lateMs: number | undefined): string {
  if (lateMs === undefined) return 'soon enough after it';
  return `within ${formatDuration(forMs)} of it: the last time, ${formatDuration(Math.floor(lateMs / 1_000) * 1_000)} had passed`;
}

export const HOLD_OVER = 'RUN_HOLD_OVER';

export function overSince(step: string): string {
  return `What ${step} did may no longer hold.`;
}

function givenUp(repeated: number, reason: string, late: string): Extract<StepEnding, { kind: 'failed' }> {
  return {
    kind: 'failed',
    code: HOLD_OVER,
    message: `${reason} It was repeated ${repeated === 1 ? 'once' : `${repeated} times`}, and the step could still not be done ${late}.`,
    hint: 'Find out what takes the unit so long from there on, such as a limit of the vendor or of the plan; then retry the unit.',
  };
}
