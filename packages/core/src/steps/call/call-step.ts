import { assertInvariant } from '../../errors.ts';
import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import { firstNameOf } from '../../graph/first-names.ts';
import type { CallStep } from '../../graph/graph.ts';
import { NO_STATE, type StepState } from '../../journal/checkpoint.ts';
import type { StepFailed } from '../../journal/record.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import type { CallResult } from '../../provider/session.ts';
import { keepValues } from '../../redact/keep-values.ts';
import { asSentence } from '../../value/as-sentence.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { defined } from '../../value/defined.ts';
import { collectReferences, type JsonObject, type Reference } from '../../value/value.ts';
import { captureOutputs } from '../capture-outputs.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { taskIdsOfCall } from '../task-ids.ts';
import { stepToken } from '../tokens.ts';
import { endingAfterFault, endingAfterRefusal } from '../try-again.ts';
import { findLostRecord, hasIntent, isLookedUp } from './find-lost-record.ts';
import { findMissingOutput } from './find-missing-output.ts';
import { markedArguments } from './marked-arguments.ts';
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
    : sendCall(step, operation, context);
}

async function settleThenSend(lost: UnsettledCall, context: StepContext): Promise<StepEnding> {
  const settled = await settleLostCall(lost, context);
  return settled === 'send' ? await sendCall(lost.step, lost.operation, context) : settled;
}

function operationOf(step: CallStep, context: StepContext): Operation & { readonly recovery: Recovery } {
  const operation = context.provider.operations[step.operation];
  assertInvariant(operation !== undefined, `kinds use declared operations: ${step.operation}`);
  const known = completed.get(operation);
  if (known !== undefined) return known;
  // An operation that declares nothing is never repeated on our own.
  const complete = { ...operation, recovery: operation.recovery ?? { policy: 'manual' } };
  completed.set(operation, complete);
  return complete;
}

/** Members of a guarded operation are slow to copy, and each call needs them. */
const completed = new WeakMap<Operation, Operation & { readonly recovery: Recovery }>();

async function sendCall(
  step: CallStep,
  operation: Operation & { readonly recovery: Recovery },
  context: StepContext,
): Promise<StepEnding> {
  const earlier = context.state(step.address);
  const attempt = (earlier?.attempt ?? 0) + 1;
  const fingerprint = fingerprintStep(step);
  const isOpen = operation.recovery.policy === 'token' && isUnsettled(earlier);
  const progress: SendProgress = { isIntended: false };
  const missing = findMissingOutput(step, context);
  if (missing !== undefined) {
    await recordFailure({ step, attempt, fingerprint }, 'terminal', missing, context);
    return missing;
  }
  try {
    const prepared = prepareCall(step, operation, context);
    const call = isLookedUp(operation) ? await lookBefore(step, operation, prepared, context) : prepared;
    const sending = { step, operation, arguments: call.arguments };
    const lost = isLookedUp(operation) ? await findLostRecord(sending, context) : 'send';
    if (lost !== 'send') return lost;
    // Made before the turn comes: the place in flight that it has then is held for the sending alone.
    const intent = intentOf(operation, call, context);
    const result = await context.channel.inTurn(context.priority, async (send) => {
      await context.record({
        kind: 'step.intent',
        step: step.address,
        attempt,
        fingerprint,
        ...intent,
      });
      progress.isIntended = true;
      context.emit({ kind: 'step.started', step: step.address, unit: step.unit, attempt });
      return await send(operation.name, call.arguments);
    });
    return await recordSuccess({ step, operation, attempt, fingerprint, arguments: call.arguments, result }, context);
  } catch (error) {
    const { isIntended } = progress;
    return handleFailure({ step, operation, attempt, fingerprint, error, isIntended, isOpen }, context);
  }
}

/** Its last answer was lost, and what came of it is not known. */
function isUnsettled(state: StepState | undefined): state is StepState {
  return hasIntent(state) && (state.status === 'intended' || state.status === 'unknown');
}

interface SendProgress {
  isIntended: boolean;
}

interface PreparedCall {
  readonly arguments: JsonObject;
  readonly token: string | undefined;
  readonly existingIds: readonly string[];
  readonly before: JsonObject | undefined;
}

/** Fills in references and the idempotency token. Later attempts keep what the first one saw. */
function prepareCall(
  step: CallStep,
  operation: Operation & { readonly recovery: Recovery },
  context: StepContext,
): PreparedCall {
  const resolved = markedArguments(step, operation, context);
  const token = tokenFor(step, operation.recovery, resolved, context);
  const args =
    token === undefined || operation.recovery.policy !== 'token'
      ? resolved
      : { ...resolved, [operation.recovery.argument]: token };
  const state = context.state(step.address);
  const { existingIds, before } = hasIntent(state) ? state : NO_STATE;
  return { arguments: args, token, existingIds, before };
}

/** Notes what is there already before the first attempt. A task that is seen later may be our own. */
async function lookBefore(
  step: CallStep,
  operation: Operation & { readonly recovery: Recovery },
  call: PreparedCall,
  context: StepContext,
): Promise<PreparedCall> {
  if (hasIntent(context.state(step.address))) return call;
  return {
    ...call,
    existingIds: mayBeFound(operation) ? await existingIds(operation, call.arguments, context) : [],
    before:
      operation.recovery.policy === 'inspect'
        ? await observeBefore(step, operation, call.arguments, context)
        : undefined,
  };
}

function tokenFor(step: CallStep, recovery: Recovery, args: JsonObject, context: StepContext): string | undefined {
  if (recovery.policy !== 'token') return undefined;
  const given = args[recovery.argument];
  return typeof given === 'string' ? given : stepToken(context.tokenScope, firstNameOf(step));
}

function mayBeFound({ recovery: { policy } }: { readonly recovery: Recovery }): boolean {
  return policy === 'lookup' || policy === 'token';
}

async function existingIds(operation: Operation, args: JsonObject, context: StepContext): Promise<readonly string[]> {
  const read = (name: string, readArgs: JsonObject) => context.channel.readShared(name, readArgs, context);
  return (await context.channel.session.findExisting?.(operation.name, args, read)) ?? [];
}

async function observeBefore(
  step: CallStep,
  operation: Operation,
  args: JsonObject,
  context: StepContext,
): Promise<JsonObject | undefined> {
  if (!isAskedFor(step, context)) return undefined;
  const { channel, priority, giveUpAtMs } = context;
  const read = (name: string, readArgs: JsonObject) => channel.read(name, readArgs, priority, giveUpAtMs);
  const seen = await channel.session.observeBefore?.(operation.name, args, read);
  return seen && keepValues(seen, { template: step.arguments, resolved: args }, context.redactor);
}

/** Whether a step of the unit wants to know what there was before this call. */
function isAskedFor(step: CallStep, { unit }: StepContext): boolean {
  const isWanted = ({ path: [root, name, field] }: Reference): boolean =>
    root === 'steps' && name === step.name && field === 'before';
  return unit.steps.some((other) => other.kind === 'await' && collectReferences(other.arguments).some(isWanted));
}

function intentOf(operation: Operation & { readonly recovery: Recovery }, call: PreparedCall, context: StepContext) {
  const { token, existingIds, before } = call;
  const request = canonicalJson({ operation: operation.name, arguments: call.arguments });
  return {
    operation: operation.name,
    requestDigest: requestDigest(request, context.digestKey),
    policy: operation.recovery.policy,
    ...(token === undefined ? {} : { token }),
    ...(existingIds.length === 0 ? {} : { existingIds }),
    ...(before === undefined ? {} : { before }),
  };
}

async function recordSuccess(
  done: {
    readonly step: CallStep;
    readonly operation: Operation;
    readonly attempt: number;
    readonly fingerprint: string;
    readonly arguments: JsonObject;
    readonly result: CallResult;
  },
  context: StepContext,
): Promise<StepEnding> {
  const { step, operation, attempt, fingerprint, result } = done;
  const outputs = captureOutputs(
    operation.outputs,
    { request: done.arguments, response: result.response },
    { template: step.arguments, redactor: context.redactor },
  );
  await context.record({
    kind: 'step.succeeded',
    step: step.address,
    attempt,
    fingerprint,
    outputs,
    ...defined({ requestId: result.requestId }),
  });
  context.claims.add(taskIdsOfCall(operation, outputs));
  return { kind: 'succeeded' };
}

interface FailedCall {
  readonly step: CallStep;
  readonly operation: Operation & { readonly recovery: Recovery };
  readonly attempt: number;
  readonly fingerprint: string;
  readonly error: unknown;
  readonly isIntended: boolean;
  /** It repeats, with the same token, a call whose answer was lost: a refusal of it does not say what came of that one. */
  readonly isOpen: boolean;
}

async function handleFailure(failed: FailedCall, context: StepContext): Promise<StepEnding> {
  const { error, isIntended } = failed;
  // A call waits for its turn before its intent is written, so a stop leaves nothing open.
  if (context.stopping.aborted && error === context.stopping.reason) return { kind: 'stopped' };
  if (!(error instanceof ProviderError)) throw error;
  const described = describeError(error);
  if (error.effect === 'possible' && isIntended) return handleLostAnswer(failed, error, context);
  const passing = failed.isOpen ? 'unknown' : 'retryable';
  if (error.suspends) {
    if (isIntended) await recordFailure(failed, passing, described, context);
    return { kind: 'suspended', error };
  }
  const ending =
    error.isRetryable || waitsForQuota(error, context)
      ? endingAfterRefusal(error, described.message, context)
      : { kind: 'failed' as const, ...described };
  if (ending.kind === 'failed' && failed.isOpen) return leaveOpen(failed, { ...described, ...ending }, context);
  if (ending.kind === 'failed') await recordFailure(failed, 'terminal', ending, context);
  else if (isIntended) await recordFailure(failed, passing, described, context);
  return ending;
}

/** The unit keeps its place: the call whose answer was lost may have made a task. The next run repeats it. */
async function leaveOpen(failed: FailedCall, refused: DescribedError, context: StepContext): Promise<StepEnding> {
  const { step } = failed;
  const message = `${asSentence(refused.message)} Whether the same call before it, whose answer was lost, had an effect is not known.`;
  await recordFailure(failed, 'unknown', { ...refused, message }, context);
  const { code } = refused;
  context.emit({ kind: 'step.unknown', step: step.address, unit: step.unit, code, message, needsPerson: true });
  return { kind: 'unknown', code, message };
}

/** What our own tasks hold is given back when they end. With none running there is nothing to wait for. */
function waitsForQuota(error: ProviderError, context: StepContext): boolean {
  return error.class === 'quota' && error.effect === 'none' && context.hasOtherTask();
}

/** Nobody knows whether it happened. The next try settles that first, by the operation's policy. */
async function handleLostAnswer(failed: FailedCall, error: ProviderError, context: StepContext): Promise<StepEnding> {
  const { step, operation } = failed;
  const described = describeError(error);
  await recordFailure(failed, 'unknown', described, context);
  const ending = endingAfterLostAnswer(error, described, operation.recovery, context);
  context.emit({
    kind: 'step.unknown',
    step: step.address,
    unit: step.unit,
    code: described.code,
    message: described.message,
    needsPerson: ending.kind === 'unknown',
  });
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

interface DescribedError {
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

async function recordFailure(
  failed: Pick<FailedCall, 'step' | 'attempt' | 'fingerprint'>,
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
