import { assertInvariant } from '../../errors.ts';
import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { CallStep } from '../../graph/graph.ts';
import { stepsUnder } from '../../graph/steps-under.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import type { StepIntent, StepSucceeded } from '../../journal/record.ts';
import type { Operation } from '../../provider/operation.ts';
import type { CallResult } from '../../provider/session.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { JsonObject } from '../../value/value.ts';
import { captureOutputs } from '../capture-outputs.ts';
import { retryDone } from '../retry-done.ts';
import { returnToGate } from '../return-to-gate.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { taskIdsOfCall } from '../task-ids.ts';
import type { CallAttempt, EffectOperation } from './call-attempt.ts';
import { handleFailure, recordFailure } from './failed-call.ts';
import { findLostRecord, hasIntent, isLookedUp } from './find-lost-record.ts';
import { findMissingOutput } from './find-missing-output.ts';
import { lookBefore, type PreparedCall, prepareCall } from './prepare-call.ts';
import { renewRelied } from './renew-relied.ts';
import { requestDigest } from './request-digest.ts';
import { settleLostCall, type UnsettledCall } from './settle-lost-call.ts';

/**
 * One effect: settle what an earlier attempt left open, write down the intent, send, write down the outcome. The intent
 * is durable before the first byte is sent and the outcome before the step counts as done; whatever dies in between is
 * settled by the operation's recovery policy when the step is next worked on.
 */
export function runCallStep(step: CallStep, context: StepContext): Promise<StepEnding> {
  const operation = operationOf(step, context);
  const before = context.state(step.address);
  return isUnsettled(before)
    ? settleThenSend({ step, operation, state: before }, context)
    : sendCall(attemptOf(step, operation, before), context);
}

async function settleThenSend(lost: UnsettledCall, context: StepContext): Promise<StepEnding> {
  const settled = await settleLostCall(lost, context);
  if (settled !== 'send') return settled;
  const { step, operation } = lost;
  return await sendCall(attemptOf(step, operation, context.state(step.address)), context);
}

function operationOf(step: CallStep, context: StepContext): EffectOperation {
  const operation = context.provider.operations[step.operation];
  assertInvariant(operation !== undefined && isEffect(operation), `calls are sent by effects: ${step.operation}`);
  return operation;
}

/** A plan whose call is of an operation without a recovery is refused when it is compiled. */
function isEffect(operation: Operation): operation is EffectOperation {
  return operation.recovery !== undefined;
}

function attemptOf(step: CallStep, operation: EffectOperation, earlier: StepState | undefined): CallAttempt {
  return {
    step,
    operation,
    earlier,
    attempt: (earlier?.attempt ?? 0) + 1,
    fingerprint: fingerprintStep(step),
    isOpen: operation.recovery.policy === 'token' && isUnsettled(earlier),
    isIntended: false,
  };
}

/** Its last answer was lost, and what came of it is not known. */
function isUnsettled(state: StepState | undefined): state is StepState {
  return hasIntent(state) && (state.status === 'intended' || state.status === 'unknown');
}

async function sendCall(attempt: CallAttempt, context: StepContext): Promise<StepEnding> {
  const { step, operation } = attempt;
  const missing = findMissingOutput(step, context);
  if (missing !== undefined) {
    await recordFailure(attempt, 'terminal', missing, context);
    return missing;
  }
  try {
    const prepared = prepareCall(attempt, context);
    const call = isLookedUp(operation) ? await lookBefore(attempt, prepared, context) : prepared;
    const sending = { step, operation, arguments: call.arguments };
    const lost = isLookedUp(operation) ? await findLostRecord(sending, context) : 'send';
    if (lost !== 'send') return lost;
    // Made before the turn comes: the place in flight that it has then is held for the sending alone.
    const intent = intentOf(attempt, call, context);
    const turn = await context.channel.turn(context.priority);
    let result: CallResult;
    try {
      // A turn can take long to come.
      if (context.isHeld()) return { kind: 'held' };
      const closing = returnToGate(context);
      if (closing !== undefined) return await closing;
      // Once before anything is written, and once after what that has taken.
      const early = await renewRelied(attempt, context);
      if (early !== undefined) return early;
      await context.record(intent);
      attempt.isIntended = true;
      await takeBackUnder(step, context);
      const late = await renewRelied(attempt, context);
      if (late !== undefined) return late;
      context.emit({ kind: 'step.started', step: step.address, unit: step.unit, attempt: attempt.attempt });
      result = await turn.send(operation.name, call.arguments);
    } finally {
      turn.end();
    }
    const success = successOf(attempt, { request: call.arguments, result }, context);
    await context.record(success);
    context.claims.add(taskIdsOfCall(operation, success.outputs));
    return { kind: 'succeeded' };
  } catch (error) {
    return handleFailure(attempt, error, context);
  }
}

/**
 * What lifted it before is to lift it again, and what was done under it is worth nothing any more. After the intent, so that a hold is
 * never forgotten; until it has succeeded, later runs know that by themselves.
 */
async function takeBackUnder({ address, unit, holds }: CallStep, context: StepContext): Promise<void> {
  if (holds === undefined) return;
  const lift = `${unit}.${holds.liftedBy}`;
  const { steps } = context.unit;
  const known = [...stepsUnder(steps, address), ...steps.filter((step) => step.address === lift)];
  await retryDone(known, 'What it depends on is held again.', context);
}

function intentOf(
  { step, operation, attempt, fingerprint }: CallAttempt,
  call: PreparedCall,
  context: StepContext,
): StepIntent {
  const { token, existingIds, before } = call;
  const request = canonicalJson({ operation: operation.name, arguments: call.arguments });
  return {
    kind: 'step.intent',
    step: step.address,
    attempt,
    fingerprint,
    operation: operation.name,
    requestDigest: requestDigest(request, context.digestKey),
    policy: operation.recovery.policy,
    ...defined({ token, existingIds: nonEmpty(existingIds), before, holds: step.holds }),
  };
}

function successOf(
  { step, operation, attempt, fingerprint }: CallAttempt,
  { request, result }: { readonly request: JsonObject; readonly result: CallResult },
  { redactor }: Pick<StepContext, 'redactor'>,
): StepSucceeded {
  const { response, requestId } = result;
  return {
    kind: 'step.succeeded',
    step: step.address,
    attempt,
    fingerprint,
    outputs: captureOutputs(operation.outputs, { request, response }, { template: step.arguments, redactor }),
    ...defined({ requestId }),
  };
}
