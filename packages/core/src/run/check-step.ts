import { assertInvariant } from '../errors.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { CheckStep } from '../graph/graph.ts';
import type { Json, JsonObject } from '../plan/value.ts';
import type { Check, CheckFinding, Operation } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { captureOutputs } from './capture-outputs.ts';
import type { StepContext, StepEnding } from './step-context.ts';
import { endingAfterRefusal } from './try-again.ts';

/** The built-in check of a low-level read: it passes when the call is answered. */
export const ANSWERED: Check = { judge: () => ({ kind: 'passed', detail: 'answered' }) };

/** One read-only assertion. Reads write no intent; only the finding is recorded. */
export async function runCheckStep(step: CheckStep, context: StepContext): Promise<StepEnding> {
  const operation = context.provider.operations[step.operation];
  const check = step.check === 'answered' ? ANSWERED : context.provider.checks[step.check];
  assertInvariant(
    operation !== undefined && check !== undefined,
    `kinds use declared operations and checks: ${step.address}`,
  );
  const asked = { step, operation, args: context.resolve(step.arguments), expected: context.resolve(step.expect) };
  try {
    const response = await context.channel.readShared(operation.name, asked.args, context.priority);
    return await endWith(check.judge(response, asked.args, asked.expected), { ...asked, response }, context);
  } catch (error) {
    if (context.stopping.aborted && error === context.stopping.reason) return { kind: 'stopped' };
    if (!(error instanceof ProviderError)) throw error;
    return endAfterError(error, { ...asked, check }, context);
  }
}

interface Asked {
  readonly step: CheckStep;
  readonly operation: Operation;
  readonly args: JsonObject;
  readonly expected: JsonObject;
}

async function endAfterError(
  error: ProviderError,
  asked: Asked & { readonly check: Check },
  context: StepContext,
): Promise<StepEnding> {
  const { step, args, expected, check } = asked;
  if (error.class === 'not-found' && check.judgeNotFound !== undefined) {
    return endWith(check.judgeNotFound(args, expected), { ...asked, response: null }, context);
  }
  if (error.class === 'unauthorized') return { kind: 'suspended', error };
  const message = context.redactor.text(error.message);
  // A read has no effect, whatever became of it.
  const mayPass = error.class === 'throttled' || error.class === 'busy' || error.class === 'transient';
  const told = { code: error.vendorCode, message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  const ending: StepEnding = mayPass ? endingAfterRefusal(error, message, context) : { kind: 'failed', ...told };
  if (ending.kind === 'failed') await recordFinding(step, ending, context);
  return ending;
}

async function endWith(
  finding: CheckFinding,
  answered: Asked & { readonly response: Json },
  context: StepContext,
): Promise<StepEnding> {
  const { step, operation, args, response } = answered;
  const detail = context.redactor.text(finding.detail);
  switch (finding.kind) {
    case 'passed':
      await context.record({
        kind: 'step.succeeded',
        step: step.address,
        attempt: 1,
        fingerprint: fingerprintStep(step),
        outputs:
          step.check === 'answered' ? captureOutputs(operation, { request: args, response }, context.redactor) : {},
      });
      return { kind: 'succeeded', detail };
    case 'not-yet':
      return lookAgain(detail, step, context);
    case 'failed': {
      const failure = { kind: 'failed', code: 'RUN_CHECK_FAILED', message: detail, hint: finding.hint } as const;
      await recordFinding(step, failure, context);
      return failure;
    }
  }
}

async function lookAgain(detail: string, step: CheckStep, context: StepContext): Promise<StepEnding> {
  const { clock, tries, unit, polling } = context;
  if (clock.monotonicMs() - tries.startedMs < unit.unit.migration.timeoutMs) {
    return { kind: 'again', delayMs: polling.maxIntervalMs, reason: detail };
  }
  const failure = {
    kind: 'failed',
    code: 'RUN_CHECK_FAILED',
    message: `${detail} It stayed so for the whole time-out.`,
  } as const;
  await recordFinding(step, failure, context);
  return failure;
}

async function recordFinding(
  step: CheckStep,
  failure: Extract<StepEnding, { kind: 'failed' }>,
  context: StepContext,
): Promise<void> {
  await context.record({
    kind: 'step.failed',
    step: step.address,
    attempt: 1,
    fingerprint: fingerprintStep(step),
    outcome: 'terminal',
    code: failure.code,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  });
}
