import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { CallStep } from '../../graph/graph.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import { PRIORITY } from '../../limits/channel.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import type { Reconciliation } from '../../provider/session.ts';
import type { JsonObject } from '../../value/value.ts';
import { captureOutputs } from '../capture-outputs.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { taskIdsOfCall } from '../task-ids.ts';
import { endingAfterFault, endingAfterRefusal, endingAfterTakenTask } from '../try-again.ts';
import { markedArguments } from './marked-arguments.ts';

export interface UnsettledCall {
  readonly step: CallStep;
  readonly operation: Operation & { readonly recovery: Recovery };
  readonly state: StepState;
}

/**
 * Settles an effect whose outcome is not known: an intent without a record after it, or an answer that was lost.
 * `send`: the vendor makes repeating harmless, or it certainly did not happen. Never guesses; why it could not be
 * settled is recorded for whoever has to decide.
 */
export async function settleLostCall(lost: UnsettledCall, context: StepContext): Promise<StepEnding | 'send'> {
  const settled = await settle(lost, context);
  if (settled !== 'send' && settled.kind === 'unknown') await recordWhyOpen(lost, settled, context);
  return settled;
}

async function settle(lost: UnsettledCall, context: StepContext): Promise<StepEnding | 'send'> {
  // The plan's arguments say nothing of a call that had others: its task has another name, its token another request.
  if (lost.state.fingerprint !== fingerprintStep(lost.step))
    return mustAsk({ message: changedSince(lost.operation.name) });
  switch (lost.operation.recovery.policy) {
    case 'token':
    case 'repeatable':
      return 'send';
    case 'manual':
      return mustAsk(lost.state.failure ?? { message: `It is not known whether ${lost.operation.name} happened.` });
    case 'lookup':
    case 'inspect':
      return lookUp(lost, context);
  }
}

async function lookUp(lost: UnsettledCall, context: StepContext): Promise<StepEnding | 'send'> {
  const args = markedArguments(lost.step, lost.operation, context);
  let found: Reconciliation;
  try {
    found = await reconcile(lost, args, context);
  } catch (error) {
    if (context.stopping.aborted) return { kind: 'stopped' };
    if (!(error instanceof ProviderError)) throw error;
    return endingAfterFailedLookUp(error, context);
  }
  switch (found.kind) {
    case 'happened':
      return adopt(lost, args, found, context);
    case 'did-not-happen':
      await recordResolution(lost, found, {}, context);
      return 'send';
    case 'undecided':
      return mustAsk({ message: found.reason });
  }
}

function endingAfterFailedLookUp(error: ProviderError, context: StepContext): StepEnding {
  if (error.suspends) return { kind: 'suspended', error };
  const message = error.message;
  if (error.class === 'forbidden') return mustAsk({ code: error.vendorCode, message });
  if (error.mayPass && error.class !== 'transient') return endingAfterRefusal(error, message, context, 'unknown');
  return endingAfterFault(error, message, context);
}

async function reconcile(lost: UnsettledCall, args: JsonObject, context: StepContext): Promise<Reconciliation> {
  const { session } = context.channel;
  if (session.reconcile === undefined)
    return { kind: 'undecided', reason: `${lost.operation.name} cannot be looked up.` };
  return session.reconcile(
    {
      operation: lost.operation.name,
      arguments: args,
      existingIds: lost.state.existingIds,
      before: lost.state.before,
      takenIds: context.claims.all,
      intendedAtMs: lost.state.intendedAtMs,
    },
    {
      read: (operation, readArgs) => context.channel.read(operation, readArgs, PRIORITY.settle),
      clock: context.clock,
      signal: context.stopping,
    },
  );
}

async function adopt(
  lost: UnsettledCall,
  args: JsonObject,
  found: Extract<Reconciliation, { kind: 'happened' }>,
  context: StepContext,
): Promise<StepEnding> {
  const outputs = captureOutputs(
    lost.operation.outputs,
    { request: args, response: found.response },
    { template: lost.step.arguments, redactor: context.redactor },
  );
  const isOurs =
    lost.operation.recovery.policy === 'inspect' || context.claims.claim(taskIdsOfCall(lost.operation, outputs));
  // Another look-up of this run was quicker to claim the same task; with it counted as taken, a new look decides.
  if (!isOurs) return endingAfterTakenTask(context);
  await recordResolution(lost, found, outputs, context);
  return { kind: 'succeeded', detail: found.evidence };
}

async function recordResolution(
  lost: UnsettledCall,
  found: Extract<Reconciliation, { kind: 'happened' | 'did-not-happen' }>,
  outputs: JsonObject,
  context: StepContext,
): Promise<void> {
  const { step, state } = lost;
  const evidence = found.evidence;
  await context.record({
    kind: 'step.resolved',
    step: step.address,
    attempt: state.attempt,
    fingerprint: fingerprintStep(step),
    resolution: found.kind,
    by: 'lookup',
    evidence,
    outputs,
  });
  context.emit({ kind: 'step.resolved', step: step.address, unit: step.unit, resolution: found.kind, evidence });
}

/** In the journal it is an outcome that is unknown still. The same reason is written once, however often a run looks. */
async function recordWhyOpen(
  { step, state }: UnsettledCall,
  { code, message }: Extract<StepEnding, { kind: 'unknown' }>,
  context: StepContext,
): Promise<void> {
  const { failure } = state;
  // What is in the journal was cleaned.
  if (state.status === 'unknown' && failure?.code === code && failure.message === context.redactor.text(message))
    return;
  await context.record({
    kind: 'step.failed',
    step: step.address,
    attempt: state.attempt,
    fingerprint: state.fingerprint,
    outcome: 'unknown',
    code,
    message,
  });
}

function changedSince(operation: string): string {
  return `${operation} was sent, and then the plan changed its arguments: it cannot be determined with the new ones whether it happened. Undo the change to have it looked up, or settle it by hand.`;
}

function mustAsk(reason: { readonly code?: string; readonly message: string }): StepEnding {
  return { kind: 'unknown', code: reason.code ?? 'RUN_OUTCOME_UNKNOWN', message: reason.message };
}
