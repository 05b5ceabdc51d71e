import type { Clock } from '../clock.ts';
import { WaybillError } from '../errors.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { CallStep, CheckStep, Graph, PlannedUnit } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import type { Owner, RecordBody, RunStarted } from '../journal/record.ts';
import type { JsonObject } from '../plan/value.ts';
import type { UnitStatus } from '../progress/unit-states.ts';
import { readJournal } from './apply-plan.ts';
import { Ledger } from './ledger.ts';
import { possibleTaskIds } from './task-ids.ts';

/**
 * What a person says about a unit or step that a run could not bring to its end. Each is journaled with who and why, and
 * the next run goes on from it.
 *
 * - `adopt`, `resolve`: an effect whose outcome is unknown did happen (with the outputs that later steps need), or not.
 * - `retry`: a failed unit is worked on again from where it failed.
 * - `skip`: a unit is given up, and what depends on it.
 * - `redo`: a unit is done again from the start, with new names and tokens, whatever was recorded of it.
 * - `accept`: a unit counts as done as it is, and what depends on it goes on.
 */
export type Decision =
  | { readonly kind: 'resolve'; readonly step: string; readonly resolution: 'did-not-happen'; readonly reason: string }
  | AdoptDecision
  | { readonly kind: 'retry'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'redo'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'skip'; readonly unit: string; readonly reason: string }
  | { readonly kind: 'accept'; readonly unit: string; readonly reason: string };

export interface AdoptDecision {
  readonly kind: 'adopt';
  readonly step: string;
  readonly outputs: JsonObject;
  readonly reason: string;
  /** The task was looked up, so that the step need not have been tried. Default false. */
  readonly isFound?: boolean;
  /** Ids that match the natural key of the effect, and are not its task. */
  readonly existingIds?: readonly string[];
}

export interface DecideOptions {
  readonly graph: Graph;
  readonly store: CheckpointStore;
  readonly clock: Clock;
  readonly owner: Owner;
  /** What a state that holds nothing yet begins with, so that it can be resumed. Default: it is left without a run. */
  readonly firstRun?: Pick<RunStarted, 'plan' | 'planDigest' | 'stepCount' | 'versions'>;
}

/** The decision does not fit where the unit or step stands. Nothing was written. */
export class DecisionRefusedError extends WaybillError {
  constructor(message: string, hint: string) {
    super('RUN_DECISION_REFUSED', message, { hint });
  }
}

/**
 * Journals decisions, all or none. Takes the lock: throws `StateLockedError` while a run goes on, and
 * `DecisionRefusedError` when one does not fit.
 */
export async function recordDecisions(decisions: readonly Decision[], options: DecideOptions): Promise<void> {
  await using lease = await options.store.acquire(options.owner);
  const fold = await readJournal(options.store);
  const decided = decisions.flatMap((decision) => recordsOf(decision, fold, options));
  const records = fold.lastSeq === 0 ? insideFirstRun(decided, options) : decided;
  const journal = new JournalWriter(lease, options.clock, fold);
  // Appended together, so that they share one commit.
  await Promise.all(records.map((record) => journal.append(record)));
}

function insideFirstRun(records: readonly RecordBody[], { firstRun, owner }: DecideOptions): readonly RecordBody[] {
  if (firstRun === undefined || records.length === 0) return records;
  const run = 'run-1';
  return [
    { kind: 'run.started', run, ...firstRun, owner },
    ...records,
    { kind: 'run.ended', run, outcome: 'stopped', unitCounts: {} },
  ];
}

/** What a call of another state did is taken over past the checks that stopped the unit because of it. */
function recordsOf(decision: Decision, fold: CheckpointFold, options: DecideOptions): readonly RecordBody[] {
  const record = recordOf(decision, fold, options);
  if (decision.kind !== 'adopt') return [record];
  const by = `${options.owner.user}@${options.owner.host}`;
  const passed = checksToPass(decision, fold, options.graph).map((check) =>
    settle(check, fold, { resolution: 'happened', outputs: {}, reason: decision.reason }, by),
  );
  return [record, ...passed];
}

/** They ask whether the work may begin, which it has. Of a task that was looked up, also those that were not asked yet. */
function checksToPass({ step, isFound }: AdoptDecision, fold: CheckpointFold, graph: Graph): readonly CheckStep[] {
  if (isFound !== true) return failedChecksBefore(step, fold, graph);
  return checksBefore(step, graph).filter(({ address }) => fold.step(address)?.status !== 'succeeded');
}

function checksBefore(call: string, graph: Graph): readonly CheckStep[] {
  const needs = graph.stepsByAddress.get(call)?.needs ?? [];
  return needs.flatMap((need) => graph.stepsByAddress.get(need) ?? []).filter((step) => step.kind === 'check');
}

function failedChecksBefore(call: string, fold: CheckpointFold, graph: Graph): readonly CheckStep[] {
  return checksBefore(call, graph).filter(({ address }) => fold.step(address)?.status === 'failed');
}

function recordOf(decision: Decision, fold: CheckpointFold, options: DecideOptions): RecordBody {
  const by = `${options.owner.user}@${options.owner.host}`;
  switch (decision.kind) {
    case 'adopt':
      return settle(callToAdopt(decision, fold, options.graph), fold, { ...decision, resolution: 'happened' }, by);
    case 'resolve':
      return settle(unknownCall(decision.step, fold, options.graph), fold, { ...decision, outputs: {} }, by);
    case 'retry':
      return {
        kind: 'step.retried',
        step: failedStep(decision.unit, fold, options.graph),
        by,
        reason: decision.reason,
      };
    case 'redo':
      return redo(decision, { fold, graph: options.graph, by });
    case 'skip':
    case 'accept':
      expectUnfinished(unitAt(decision.unit, options.graph), fold, options.graph);
      return {
        kind: 'unit.decided',
        unit: decision.unit,
        decision: decision.kind === 'skip' ? 'skipped' : 'accepted',
        by,
        reason: decision.reason,
      };
  }
}

function settle(
  step: CallStep | CheckStep,
  fold: CheckpointFold,
  settled: {
    readonly resolution: 'happened' | 'did-not-happen';
    readonly outputs: JsonObject;
    readonly reason: string;
    readonly existingIds?: readonly string[];
  },
  by: string,
): RecordBody {
  return {
    kind: 'step.resolved',
    step: step.address,
    attempt: fold.step(step.address)?.attempt ?? 1,
    fingerprint: fingerprintStep(step),
    resolution: settled.resolution,
    by: 'person',
    evidence: `${by}: ${settled.reason}`,
    outputs: settled.outputs,
    ...((settled.existingIds ?? []).length === 0 ? {} : { existingIds: settled.existingIds ?? [] }),
  };
}

/** Also one that was not sent, because a check before it found that it has happened already. */
function callToAdopt({ step: address, isFound = false }: AdoptDecision, fold: CheckpointFold, graph: Graph): CallStep {
  const step = graph.stepsByAddress.get(address);
  const isStopped =
    fold.step(address) === undefined && (isFound || failedChecksBefore(address, fold, graph).length > 0);
  return step?.kind === 'call' && isStopped ? step : unknownCall(address, fold, graph);
}

function unknownCall(address: string, fold: CheckpointFold, graph: Graph): CallStep {
  const step = graph.stepsByAddress.get(address);
  if (step?.kind !== 'call') {
    throw new DecisionRefusedError(
      `${address} is not a call of this plan.`,
      'Name a step as `waybill status` shows it, such as orders[a].create.',
    );
  }
  const status = fold.step(address)?.status;
  if (status === 'unknown' || status === 'intended') return step;
  throw new DecisionRefusedError(
    `The outcome of ${address} is not unknown: it ${status === undefined ? 'was never sent' : `is ${status}`}.`,
    'Only a step that `waybill status` lists as unknown can be settled by hand.',
  );
}

function failedStep(unit: string, fold: CheckpointFold, graph: Graph): string {
  const failed = unitAt(unit, graph).steps.find((step) => fold.step(step.address)?.status === 'failed');
  if (failed !== undefined) return failed.address;
  throw new DecisionRefusedError(`${unit} has no failed step.`, 'Run `waybill status` to see which units failed.');
}

/** Recorded steps of the unit, also those that the plan no longer has. */
function redo(
  { unit, reason }: Extract<Decision, { kind: 'redo' }>,
  { fold, graph, by }: { readonly fold: CheckpointFold; readonly graph: Graph; readonly by: string },
): RecordBody {
  const steps = stepsOf(unit, fold, graph);
  const hasSucceeded = unitAt(unit, graph).steps.every(({ address }) => fold.step(address)?.status === 'succeeded');
  const taskIds = steps.flatMap((step) => possibleTaskIds(fold.step(step)?.outputs ?? {}));
  const replacedIds = hasSucceeded ? [...new Set(taskIds)] : [];
  return {
    kind: 'unit.redone',
    unit,
    steps,
    ...(replacedIds.length === 0 ? {} : { replacedIds }),
    by,
    reason,
  };
}

function stepsOf(address: string, fold: CheckpointFold, graph: Graph): readonly string[] {
  const unit = unitAt(address, graph);
  const recorded = [...fold.checkpoint().steps.keys()];
  const steps = recorded.filter((step) => step.slice(0, step.lastIndexOf('.')) === unit.address);
  if (steps.length > 0) return steps;
  throw new DecisionRefusedError(
    `Nothing of ${address} has been done yet.`,
    'Run `waybill apply`: there is nothing to redo.',
  );
}

function expectUnfinished(unit: PlannedUnit, fold: CheckpointFold, graph: Graph): void {
  const ledger = new Ledger(graph);
  ledger.restore(fold.checkpoint(), { retryFailed: false });
  const status: UnitStatus = ledger.unitStatus(unit.address);
  if (status !== 'succeeded') return;
  throw new DecisionRefusedError(`${unit.address} has succeeded already.`, 'There is nothing to skip or accept.');
}

function unitAt(address: string, graph: Graph): PlannedUnit {
  const unit = graph.unitsByAddress.get(address);
  if (unit !== undefined) return unit;
  throw new DecisionRefusedError(
    `${address} is not a unit of this plan.`,
    'Name a unit as `waybill status` shows it, such as orders[a].',
  );
}
