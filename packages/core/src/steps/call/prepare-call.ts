import { firstNameOf } from '../../graph/first-names.ts';
import type { CallStep, Step } from '../../graph/graph.ts';
import { NO_STATE } from '../../journal/fold-step.ts';
import type { Operation, Recovery } from '../../provider/operation.ts';
import { ProviderDefectError, StepBreach } from '../../provider/provider-defect.ts';
import { moduleOf } from '../../provider/steps/step-modules.ts';
import { keepValues } from '../../redact/keep-values.ts';
import { collectReferences, type JsonObject, type Reference } from '../../value/value.ts';
import type { StepContext } from '../step-context.ts';
import { stepToken } from '../tokens.ts';
import type { CallAttempt } from './call-attempt.ts';
import { hasIntent } from './find-lost-record.ts';
import { markedArguments } from './marked-arguments.ts';

export interface PreparedCall {
  readonly arguments: JsonObject;
  readonly token: string | undefined;
  readonly existingIds: readonly string[];
  readonly before: JsonObject | undefined;
}

/** Fills in references and the idempotency token. Later attempts keep what the first one saw. */
export function prepareCall({ step, operation, earlier }: CallAttempt, context: StepContext): PreparedCall {
  const resolved = markedArguments(step, operation, context);
  const token = tokenFor(step, operation.recovery, resolved, context);
  const args =
    token === undefined || operation.recovery.policy !== 'token'
      ? resolved
      : { ...resolved, [operation.recovery.argument]: token };
  const { existingIds, before } = hasIntent(earlier) ? earlier : NO_STATE;
  return { arguments: args, token, existingIds, before };
}

/** Notes what is there already before the first attempt. A task that is seen later may be our own. */
export async function lookBefore(
  { step, operation, earlier }: CallAttempt,
  call: PreparedCall,
  context: StepContext,
): Promise<PreparedCall> {
  if (hasIntent(earlier)) return call;
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
  const asking = askerOf(step, context);
  if (asking === undefined) return undefined;
  const { channel, priority, giveUpAtMs } = context;
  if (channel.session.observeBefore === undefined) {
    const lack = `the step \`${asking.name}\` needs what there was before \`${step.name}\`, and the session has no such function`;
    throw new ProviderDefectError(channel.alias, 'observeBefore', new StepBreach(lack));
  }
  const read = (name: string, readArgs: JsonObject) => channel.read(name, readArgs, priority, giveUpAtMs);
  const seen = await channel.session.observeBefore(operation.name, args, read);
  return seen && keepValues(seen, { template: step.arguments, resolved: args }, context.redactor);
}

/** The step of the unit that wants to know what there was before this call. */
function askerOf(step: CallStep, { unit }: StepContext): Step | undefined {
  const isWanted = ({ path: [root, name, field] }: Reference): boolean =>
    root === 'steps' && name === step.name && field === 'before';
  return unit.steps.find((other) => collectReferences(Object.values(moduleOf(other).meaning(other))).some(isWanted));
}
