import { describeVerdict } from '../approvals/describe-verdict.ts';
import { judgeGate } from '../approvals/judge-gate.ts';
import { ruleOfGate } from '../approvals/rule-of-gate.ts';
import { assertInvariant } from '../errors.ts';
import type { Step } from '../graph/graph.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import { findDoneAfter } from '../progress/implied-steps.ts';
import { recordedStatuses } from '../progress/recorded-statuses.ts';
import { describeStep, isOwnWork } from '../provider/steps/step-traits.ts';
import { defined } from '../value/defined.ts';
import { formatDuration } from '../value/duration.ts';
import { explainBlocked, explainSkipped } from './explain-order.ts';
import { describeSlices, explainReady, heldByRun, whereSent } from './explain-ready.ts';
import { type ExplainOptions, type Explanation, type Link, type Reason, unitOf } from './explanation.ts';
import { remedyOf } from './remedy-of.ts';

/** A chain of waits longer than this is cut: the first links tell enough. */
const MAX_REASONS = 20;

/** Follows the waits of a step to their end, as far as the journal tells. Pure. */
export function explainStep(address: string, options: ExplainOptions): Explanation {
  const { graph, standing } = options;
  const reasons: Reason[] = [];
  let step = graph.stepsByAddress.get(address);
  assertInvariant(step !== undefined, `the caller looked the step up: ${address}`);
  const status = standing.step(address);
  while (step !== undefined && reasons.length < MAX_REASONS) {
    const { next, ...reason } = explainOne(step, options);
    reasons.push({ step: step.address, status: standing.step(step.address), ...reason });
    step = next;
  }
  return { step: address, status, reasons };
}

/** The same of a step of a settled unit, whose state the checkpoint has. */
export function explainSettled(address: string, { steps }: Checkpoint): Explanation {
  const reason = { step: address, status: 'succeeded', ...explainDone(steps.get(address)) } as const;
  return { step: address, status: 'succeeded', reasons: [reason] };
}

function explainOne(step: Step, options: ExplainOptions): Link {
  const rolledBack = explainRollback(step, options);
  if (rolledBack !== undefined) return rolledBack;
  const state = options.checkpoint.steps.get(step.address);
  const failure = state?.failure;
  const cause = failure === undefined ? 'the run ended before it was recorded' : `${failure.code}: ${failure.message}`;
  switch (options.standing.step(step.address)) {
    case 'succeeded':
      return state === undefined ? explainImplied(step, options) : explainDone(state);
    case 'failed':
      return {
        detail: `It failed${attempts(state?.attempt)}: ${cause}`,
        remedy: remedyOf('failed', failure),
        ...(failure?.mayBeDone === true ? { mayBeDone: true } : {}),
        ...(failure?.mayRun === true ? { mayRun: true } : {}),
        ...defined({ movedFrom: failure?.movedFrom }),
        ...since(state?.at),
      };
    case 'unknown':
      return {
        detail: `It is not known whether it happened: ${cause}`,
        remedy: remedyOf('unknown', failure),
        ...since(state?.at),
      };
    case 'running':
      if (isOwnWork(step)) return { detail: describeSlices(state), ...since(state?.at) };
      return { detail: 'It was sent, and no answer is recorded yet.', ...since(state?.at) };
    case 'sleeping':
      return { detail: `It is retried after a pause: ${cause}`, ...since(state?.at) };
    case 'gated':
      return {
        detail: `It waits for an operator: ${describeStep(step).instruction ?? ''}${approvalsSoFar(step, options)}`,
        ...sinceNeeds(step, options),
      };
    case 'waiting':
      return withHold(explainWait(step, options), heldByRun(step, options));
    case 'ready':
      return explainReady(step, options);
    case 'skipped':
      return explainSkipped(step, options);
    case 'blocked':
      return withHold(explainBlocked(step, options), heldByRun(step, options));
  }
}

function approvalsSoFar(step: Step, { plan, checkpoint, posted, nowMs = 0 }: ExplainOptions): string {
  const rule = ruleOfGate(plan.approvals, step);
  if (rule === undefined) return '';
  const { approvers } = rule;
  const given = [...(checkpoint.steps.get(step.address)?.approvals ?? []), ...(posted?.get(step.address) ?? [])];
  const by = approvers === undefined ? '' : ` of ${approvers.join(', ')}`;
  return ` It takes ${rule.count === 1 ? 'an approval' : `${rule.count} approvals`}${by}. ${describeVerdict(judgeGate(rule, given, nowMs))}.`;
}

/** Whatever its steps have done before, clients use its source, or are on their way there. */
function explainRollback({ unit }: Step, { checkpoint, decided = {} }: ExplainOptions): Link | undefined {
  const decision = checkpoint.decisions.get(unit);
  if (decision?.rollback === undefined) return undefined;
  const { rollback, by, reason, keepsTarget = false } = decision;
  const kept = keepsTarget
    ? ' What it created on its target was kept: `waybill rollback --delete-target` deletes it.'
    : '';
  const detail =
    rollback === 'ended'
      ? `${by} rolled ${unit} back: ${reason}. Its clients are switched back to the source, and no run continues it.${kept}`
      : `${by} began to roll ${unit} back: ${reason}. No run of the plan continues it.${decided.rollback === undefined ? '' : ` ${decided.rollback}`}`;
  return { detail, rollback, ...since(decided.atMs) };
}

function explainDone(state: StepState | undefined): Pick<Link, 'detail' | 'since'> {
  return { detail: `It is done${attempts(state?.attempt)}.`, ...since(state?.at) };
}

/** Of a step that is done without a record; where an operator counts the whole unit as done, that says so. */
function explainImplied(step: Step, options: ExplainOptions): Pick<Link, 'detail'> {
  const unit = unitOf(step, options.graph);
  const { steps } = options.checkpoint;
  const after = findDoneAfter(unit.shape, step.name, recordedStatuses(unit, steps));
  if (after === undefined) return explainDone(undefined);
  return {
    detail: `It counts as done, without a record: ${unit.address}.${after}, which comes after it, is done. At that time the plan, or an earlier version of Waybill, did not have this step.`,
  };
}

function withHold(link: Link, held: Pick<Link, 'detail' | 'hold'> | undefined): Link {
  return held === undefined ? link : { ...link, ...held, detail: `${link.detail} ${held.detail}` };
}

function attempts(attempt: number | undefined): string {
  return attempt === undefined || attempt <= 1 ? '' : `, after ${attempt} attempts`;
}

function since(at: number | undefined): { readonly since?: number } {
  return at === undefined || at === 0 ? {} : { since: at };
}

/** A wait has no record of its own before it ends; it began when the steps before it had ended. */
function sinceNeeds(step: Step, { checkpoint }: ExplainOptions): { readonly since?: number } {
  return since(step.needs.reduce((latest, need) => Math.max(latest, checkpoint.steps.get(need)?.at ?? 0), 0));
}

function explainWait(step: Step, options: ExplainOptions): Link {
  const { migration } = unitOf(step, options.graph).unit;
  const polling = {
    ...providerOf(step, options).defaultPolling,
    ...options.plan.providers.get(step.provider)?.polling,
  };
  return {
    detail:
      `${whereSent(step, options)}It has to ${step.title}: the remote task is polled every ${formatDuration(polling.initialIntervalMs)} to ` +
      `${formatDuration(polling.maxIntervalMs)}, for at most ${formatDuration(migration.timeoutMs)}.`,
    ...sinceNeeds(step, options),
  };
}

function providerOf(step: Step, { plan, registry }: ExplainOptions) {
  const provider = registry.get(plan.providers.get(step.provider)?.type ?? '');
  assertInvariant(provider !== undefined, `every step has a provider: ${step.address}`);
  return provider;
}
