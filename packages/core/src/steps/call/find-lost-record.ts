import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { CallStep } from '../../graph/graph.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import type { EarlierEffect } from '../../provider/session.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { JsonObject } from '../../value/value.ts';
import { captureOutputs } from '../capture-outputs.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { taskIdsOfCall } from '../task-ids.ts';
import { endingAfterTakenTask } from '../try-again.ts';
import { LookUpReads } from './look-up-reads.ts';

type Happened = Extract<EarlierEffect, { kind: 'happened' }>;

const FOREIGN = 'RUN_TASK_OF_OTHER_STATE';

export interface FirstSending {
  readonly step: CallStep;
  readonly operation: Operation & { readonly recovery: Recovery };
  /** With everything filled in. */
  readonly arguments: JsonObject;
}

/** Whether the journal knows that the effect was sent, or was about to be. */
export function hasIntent(state: StepState | undefined): state is StepState {
  return state !== undefined && state.intendedAtMs > 0;
}

/**
 * Before an effect is sent that has not happened as far as the journal knows: what the vendor knows of it. A task with the effect's own
 * mark proves that a record was lost, by an old copy of the state or by another copy that is in use. It is adopted where
 * that is beyond doubt; otherwise the unit stops. It never counts as a task that was there before.
 */
export async function findLostRecord(sending: FirstSending, context: StepContext): Promise<StepEnding | 'send'> {
  const found = await askVendor(sending, context);
  switch (found.kind) {
    case 'none':
      return 'send';
    case 'happened':
      return isForeign(sending, found, context)
        ? await stopAtForeign(sending, found, context)
        : await adopt(sending, found, context);
    case 'undecided':
      return stopUnit(sending, found, context);
  }
}

const LOOKED_UP: ReadonlySet<Recovery['policy']> = new Set(['token', 'lookup', 'inspect']);

/** Whether the vendor can be asked what it knows of an effect. Of others there is nothing to find. */
export function isLookedUp({ recovery }: { readonly recovery: Recovery }): boolean {
  return LOOKED_UP.has(recovery.policy);
}

async function askVendor(sending: FirstSending, context: StepContext): Promise<EarlierEffect> {
  const { operation, step } = sending;
  const { session } = context.channel;
  if (session.findEarlier === undefined || !isLookedUp(operation)) return { kind: 'none' };
  const state = context.state(step.address);
  const { disownedIds = [], existingIds = [] } = state ?? {};
  const own = [...disownedIds, ...existingIds];
  const reads = new LookUpReads(context.channel, context);
  // What refused the last attempt may be that the effect has happened since: an answer from before it does not show that.
  const isRepeated = operation.recovery.policy === 'inspect' && hasIntent(state);
  return session.findEarlier(
    {
      operation: operation.name,
      arguments: sending.arguments,
      takenIds: own.length === 0 ? context.claims.growing : [...context.claims.all, ...own],
    },
    isRepeated ? reads.fresh : reads.shared,
    reads.fresh,
  );
}

/** Once it was not known to be this state's own it stays so, until an operator decides. */
function isForeign({ step }: FirstSending, { byKey }: Happened, context: StepContext): boolean {
  if (byKey === undefined) return false;
  const state = context.state(step.address);
  if (state?.failure?.code === FOREIGN) return true;
  // Tasks from before the first attempt are known by their ids and left out, so this one followed from an attempt.
  if (hasIntent(state)) return false;
  const { foreignBeforeMs } = context;
  return (byKey.createdAtMs ?? Number.MAX_SAFE_INTEGER) < foreignBeforeMs;
}

async function adopt(
  { step, operation, arguments: args }: FirstSending,
  found: Happened,
  context: StepContext,
): Promise<StepEnding> {
  const outputs = captureOutputs(
    operation.outputs,
    { request: args, response: found.response },
    { template: step.arguments, redactor: context.redactor },
  );
  const isOurs = operation.recovery.policy === 'inspect' || context.claims.claim(taskIdsOfCall(operation, outputs));
  if (!isOurs) return await stopIfOver(step, endingAfterTakenTask(context), context);
  const { existingIds = [], isOfEarlierStart = false } = found;
  const why = hasIntent(context.state(step.address)) ? FOLLOWS : isOfEarlierStart ? STARTED_OVER : LOST;
  const evidence = `${found.evidence} ${why}`;
  await context.record({
    kind: 'step.resolved',
    step: step.address,
    attempt: attemptOf(step, context),
    fingerprint: fingerprintStep(step),
    resolution: 'happened',
    by: 'lookup',
    evidence,
    outputs,
    ...defined({ existingIds: nonEmpty(existingIds) }),
  });
  context.emit({ kind: 'step.resolved', step: step.address, unit: step.unit, resolution: 'happened', evidence });
  return { kind: 'succeeded', detail: evidence };
}

async function stopUnit(
  { step }: FirstSending,
  { reason, foundIds, isOver = false }: Extract<EarlierEffect, { kind: 'undecided' }>,
  context: StepContext,
): Promise<StepEnding> {
  const why = hasIntent(context.state(step.address)) ? MAY_FOLLOW : LOST;
  const ending: StepEnding = { kind: 'unknown', code: 'RUN_RECORD_LOST', message: `${reason} ${why}` };
  return await stopIfOver(step, ending, context, { foundIds, ...(isOver ? { isFinal: true } : {}) });
}

/**
 * The work is under way, or done, and nothing says that it is for this state: taking it over is an operator's decision. The
 * same words whatever showed it, so that they are true of a copy from before the first run, whose own task this may be, and
 * where the vendor's times are of another zone than they are read as.
 */
async function stopAtForeign(
  { step }: FirstSending,
  { evidence, byKey }: Happened,
  context: StepContext,
): Promise<StepEnding> {
  const ids = byKey === undefined ? [] : [byKey.taskId];
  const message = `${evidence} ${UNRECORDED}`;
  return await stopIfOver(step, { kind: 'unknown', code: FOREIGN, message }, context, {
    foundIds: ids,
    otherTasks: ids,
    ...(byKey?.isOver === true ? { isFinal: true } : {}),
  });
}

interface FoundTasks {
  readonly foundIds?: readonly string[];
  readonly otherTasks?: readonly string[];
  /** None of them holds a place any more. */
  readonly isFinal?: boolean;
}

/** What must be decided is recorded. The same reason is written once, however often a run finds it. */
async function stopIfOver(
  step: CallStep,
  ending: StepEnding,
  context: StepContext,
  found: FoundTasks = {},
): Promise<StepEnding> {
  if (ending.kind !== 'unknown') return ending;
  const { code, message } = ending;
  const before = context.state(step.address);
  if (before?.status !== 'unknown' || before.failure?.message !== context.redactor.text(message)) {
    await context.record({
      kind: 'step.failed',
      step: step.address,
      attempt: attemptOf(step, context),
      fingerprint: fingerprintStep(step),
      outcome: 'unknown',
      code,
      message,
      ...found,
    });
  }
  return ending;
}

function attemptOf(step: CallStep, context: StepContext): number {
  return Math.max(1, context.state(step.address)?.attempt ?? 0);
}

const LOST =
  'This state has no record of it: it is an old copy, or another copy of it is in use, and two copies of a state must never run.';
const STARTED_OVER = 'It was created before this unit was started over.';
const UNRECORDED =
  'This state has no record of the call that created it: another state, a newer copy of this one, or something other than Waybill did. Continue with the state that has the record, or take the task over with `waybill state adopt` once nothing else runs it.';
// With an intent in the journal nothing was lost but the answer, as after a crash between the two.
const FOLLOWS = 'It follows from an earlier attempt of this call.';
const MAY_FOLLOW = 'One of them may follow from an earlier attempt of this call.';
