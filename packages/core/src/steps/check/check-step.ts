import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import type { CheckStep } from '../../graph/graph.ts';
import { warningOf } from '../../journal/warnings.ts';
import type { CheckFinding } from '../../provider/check.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { codeOfVerification } from '../../provider/verification.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { JsonObject } from '../../value/value.ts';
import { doAnew, isReliedOver } from '../relied-on.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { endingAfterFault, endingAfterRefusal } from '../try-again.ts';
import { captureCheckOutputs } from './capture-check-outputs.ts';
import {
  type CheckOutcome,
  type CheckRead,
  judgeCheck,
  type MissedReach,
  outOfReach,
  type ReadEnding,
  readsOf,
} from './judge-check.ts';

/** One read-only assertion. Reads write no intent; only the finding is recorded. */
export async function runCheckStep(step: CheckStep, context: StepContext): Promise<StepEnding> {
  const over = await renewIfOver(step, context);
  if (over !== undefined) return over;
  const reads = readsOf(step, context.resolve);
  const expected = context.resolve(step.expect);
  try {
    const endings: ReadEnding[] = [];
    for (const read of reads) endings.push(await askOnce(read, context));
    const outcome = judgeCheck({ step, provider: context.provider, reads, endings, expected });
    if (outcome.kind === 'unanswered') return await endUnanswered(outcome, step, context);
    return await endWith(
      asPreviewed(outcome.finding, context.decided),
      step,
      captureCheckOutputs(step, { reads, endings }, context),
      context,
    );
  } catch (error) {
    if (context.stopping.aborted && error === context.stopping.reason) return { kind: 'stopped' };
    throw error;
  }
}

/** What was reviewed is what runs, also where a check decides it. */
function asPreviewed(finding: CheckFinding, decided: string | undefined): CheckFinding {
  const isOpen = finding.kind === 'failed' || finding.kind === 'not-yet';
  if (isOpen || finding.decision === undefined || decided === undefined) return finding;
  if (finding.decision === decided) return finding;
  return {
    kind: 'failed',
    detail: `The preview says ${decided}, but now it would be ${finding.decision}. ${finding.detail}`,
    hint: 'Make a new preview, have it reviewed, and apply that one; or fix the choice in the plan.',
  };
}

async function askOnce(read: CheckRead, context: StepContext): Promise<ReadEnding> {
  try {
    const response = await context.channelOf(read.connection).readShared(read.operation, read.args, context);
    return { kind: 'answered', response };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { kind: 'refused', error };
  }
}

async function endUnanswered(
  outcome: Extract<CheckOutcome, { kind: 'unanswered' }>,
  step: CheckStep,
  context: StepContext,
): Promise<StepEnding> {
  const { error, because, connection } = outcome;
  if (because === 'suspended') return { kind: 'suspended', error, connection };
  const missed = outOfReach(step, outcome);
  if (missed !== undefined) return await endOutOfReach(error, missed, step, context);
  const message = error.message;
  const described = { code: error.vendorCode, message, ...defined({ hint: error.hint }) };
  const ending: StepEnding =
    because === 'may-pass' ? endingAfterRefusal(error, message, context) : { kind: 'failed', ...described };
  if (ending.kind === 'failed') await recordFinding(step, ending, context);
  return ending;
}

/** No outage that is waited for: a few tries tell it from one that is over at once. */
async function endOutOfReach(
  error: ProviderError,
  { detail, hint }: MissedReach,
  step: CheckStep,
  context: StepContext,
): Promise<StepEnding> {
  const ending = endingAfterFault(error, detail, context, 'failed');
  if (ending.kind !== 'failed') return ending;
  const failure = { ...ending, hint };
  await recordFinding(step, failure, context);
  return failure;
}

async function endWith(
  finding: CheckFinding,
  step: CheckStep,
  outputs: JsonObject,
  context: StepContext,
): Promise<StepEnding> {
  const detail = finding.detail;
  switch (finding.kind) {
    case 'passed':
    case 'warning':
      await context.record({
        kind: 'step.succeeded',
        step: step.address,
        attempt: 1,
        fingerprint: fingerprintStep(step),
        outputs: finding.kind === 'passed' ? { ...outputs, ...comparisonOf(finding) } : outputs,
        ...(finding.kind === 'warning' ? warningOf(finding, (text) => context.redactor.text(text)) : {}),
      });
      return finding.kind === 'warning'
        ? { kind: 'succeeded', detail: `Warning: ${detail}`, hint: finding.hint }
        : { kind: 'succeeded', detail };
    case 'not-yet':
      return lookAgain(detail, step, context);
    case 'failed': {
      const over = await renewIfOver(step, context);
      if (over !== undefined) return over;
      const { otherTasks, result, hint } = finding;
      const code = result === undefined ? 'RUN_CHECK_FAILED' : codeOfVerification(result);
      const failure = { kind: 'failed', code, message: detail, hint } as const;
      await recordFinding(step, failure, context, { ...defined({ otherTasks }), outputs });
      return failure;
    }
  }
}

/** What was found once what the step relies on was over says nothing of it. Undefined: that holds, or there is none. */
async function renewIfOver(step: CheckStep, context: StepContext): Promise<StepEnding | undefined> {
  if (step.relies === undefined || !isReliedOver(step, context)) return undefined;
  const ending = await doAnew(step.relies, context);
  if (ending.kind === 'failed') await recordFinding(step, ending, context);
  return ending;
}

/** Under the names by which a report finds it. */
function comparisonOf({ compared, omitted = 0 }: Extract<CheckFinding, { kind: 'passed' }>): JsonObject {
  if (compared === undefined) return {};
  return { result: 'equal', level: compared, ...(omitted === 0 ? {} : { omitted: { count: omitted, named: [] } }) };
}

async function lookAgain(detail: string, step: CheckStep, context: StepContext): Promise<StepEnding> {
  const { clock, tries, unit, polling } = context;
  const leftMs = tries.startedMs + unit.unit.migration.timeoutMs - clock.monotonicMs();
  if (leftMs > 0) return { kind: 'again', delayMs: Math.min(polling.maxIntervalMs, leftMs), reason: detail };
  const failure = {
    kind: 'failed',
    code: 'RUN_CHECK_FAILED',
    message: `${detail} It stayed that way for the whole timeout.`,
  } as const;
  await recordFinding(step, failure, context);
  return failure;
}

async function recordFinding(
  step: CheckStep,
  failure: Extract<StepEnding, { kind: 'failed' }>,
  context: StepContext,
  found: { readonly otherTasks?: readonly string[]; readonly outputs?: JsonObject } = {},
): Promise<void> {
  const { otherTasks = [], outputs = {} } = found;
  await context.record({
    kind: 'step.failed',
    step: step.address,
    attempt: 1,
    fingerprint: fingerprintStep(step),
    outcome: 'terminal',
    code: failure.code,
    message: failure.message,
    ...defined({ hint: failure.hint, otherTasks: nonEmpty(otherTasks), outputs: nonEmpty(outputs) }),
  });
}
