import type { Clock } from '../clock.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint, CheckpointFold } from '../journal/checkpoint.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { Owner, RecordBody, RunStarted, StepRetried } from '../journal/record.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { orphanPlaces } from '../progress/running-orphans.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { hasEffect, isAskedByPreflight, type StepWith } from '../provider/steps/step-traits.ts';
import { Ledger } from '../scheduler/ledger.ts';
import { isRead } from '../steps/task-ids.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import type { JsonObject } from '../value/value.ts';
import { type AdoptDecision, type Decision, DecisionRefusedError } from './decision.ts';
import { expectClientsElsewhere } from './expect-clients-elsewhere.ts';
import { expectDecisions } from './expect-decisions.ts';
import { plansAnew, repeatedWith } from './repeated-with.ts';

/** What is asked of the records before the decisions. */
export type DecidedFold = Pick<CheckpointFold, 'step' | 'checkpoint'>;

export interface DecideOptions {
  readonly graph: Graph;
  readonly store: CheckpointStore;
  readonly clock: Clock;
  readonly owner: Owner;
  /**
   * What a state that holds nothing yet begins with, so that it can be resumed.
   *
   * @default it is left without a run
   */
  readonly firstRun?: Pick<RunStarted, 'plan' | 'planDigest' | 'stepCount' | 'versions'>;
}

/**
 * Journals decisions, all or none. Takes the lock: throws `StateLockedError` while a run is in progress, and
 * `DecisionRefusedError` when one does not fit, or is no decision.
 */
export async function recordDecisions(decisions: readonly Decision[], options: DecideOptions): Promise<void> {
  expectDecisions(decisions);
  await using lease = await options.store.acquire(options.owner);
  const fold = await readJournal(options.store, options.graph.renames);
  const by = `${options.owner.user}@${options.owner.host}`;
  const decided = recordsOfDecisions(decisions, { fold, graph: options.graph, by });
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

export interface DecisionSources {
  readonly fold: DecidedFold;
  readonly graph: Graph;
  readonly by: string;
}

/** The sources, with what is made of all records: once, and not for each of thousands of decisions. */
interface Sources extends DecisionSources {
  /** The recorded steps of every unit, also those that the plan no longer has. */
  readonly stepsOf: () => ReadonlyMap<string, readonly string[]>;
  readonly isDecided: (unit: string) => boolean;
  /** Its clients are led back to its source, all the way. */
  readonly isRolledBack: (unit: string) => boolean;
  readonly unitStatus: (address: string) => UnitStatus;
  /** Whether a unit has left the plan, and its task may run: giving it up frees its place. */
  readonly isOrphan: (unit: string) => boolean;
}

/** The records that stand for decisions. The work grows with the state and the decisions, not with their product. */
export function recordsOfDecisions(
  decisions: readonly Decision[],
  { fold, graph, by }: DecisionSources,
): readonly RecordBody[] {
  let checkpoint: Checkpoint | undefined;
  let steps: ReadonlyMap<string, readonly string[]> | undefined;
  let ledger: Ledger | undefined;
  let orphans: ReadonlySet<string> | undefined;
  const recorded = (): Checkpoint => {
    checkpoint ??= fold.checkpoint();
    return checkpoint;
  };
  const sources: Sources = {
    fold,
    graph,
    by,
    stepsOf: () => {
      steps ??= Map.groupBy(recorded().steps.keys(), unitOfStep);
      return steps;
    },
    isDecided: (unit) => recorded().decisions.has(unit),
    isRolledBack: (unit) => recorded().decisions.get(unit)?.rollback === 'ended',
    unitStatus: (address) => {
      ledger ??= restoredLedger(graph, recorded());
      return ledger.unitStatus(address);
    },
    isOrphan: (unit) => {
      if (graph.unitsByAddress.has(unit)) return false;
      orphans ??= new Set(orphanPlaces(graph, recorded()).map((orphan) => orphan.unit));
      return orphans.has(unit);
    },
  };
  return decisions.flatMap((decision) => recordsOf(atPresentAddress(decision, graph), sources));
}

/** An operator may name a unit or a step as it was called before. */
function atPresentAddress(decision: Decision, { renames }: Graph): Decision {
  return 'step' in decision
    ? { ...decision, step: renames.step(decision.step) }
    : { ...decision, unit: renames.unit(decision.unit) };
}

function restoredLedger(graph: Graph, checkpoint: Checkpoint): Ledger {
  const ledger = Ledger.of(graph);
  ledger.restore(checkpoint, { retryFailed: false });
  return ledger;
}

/** What a call of another state did is taken over past the checks that stopped the unit because of it. */
function recordsOf(decision: Decision, sources: Sources): readonly RecordBody[] {
  const record = recordOf(decision, sources);
  if (record.kind === 'step.retried') return withRepeated(record, sources);
  if (decision.kind !== 'adopt') return [record];
  const { fold, graph, by } = sources;
  const passed = checksToPass(decision, fold, graph).map((check) =>
    settle(check, fold, { resolution: 'happened', outputs: keptBy(check, fold), reason: decision.reason }, by),
  );
  return [record, ...passed];
}

/** What the failed step works on is found anew as well. */
function withRepeated(retried: StepRetried, { fold, graph }: Sources): readonly RecordBody[] {
  const step = graph.stepsByAddress.get(retried.step);
  const repeated = step === undefined ? [] : repeatedWith(step, { graph, fold });
  return [...repeated.map((again) => ({ ...retried, step: again })), { ...retried, ...plansAnew(repeated) }];
}

/** A check that failed was answered, and later steps may need what it keeps of the answer. */
function keptBy({ address }: StepWith<'isAskedByPreflight'>, fold: DecidedFold): JsonObject {
  return fold.step(address)?.outputs ?? {};
}

/** They ask whether the work may begin, which it has. Of a task that was looked up, also those that were not asked yet. */
function checksToPass(
  { step, isFound }: AdoptDecision,
  fold: DecidedFold,
  graph: Graph,
): readonly StepWith<'isAskedByPreflight'>[] {
  if (isFound !== true) return failedChecksBefore(step, fold, graph);
  return checksBefore(step, graph).filter(({ address }) => fold.step(address)?.status !== 'succeeded');
}

function checksBefore(call: string, graph: Graph): readonly StepWith<'isAskedByPreflight'>[] {
  const needs = graph.stepsByAddress.get(call)?.needs ?? [];
  return needs.flatMap((need) => graph.stepsByAddress.get(need) ?? []).filter(isAskedByPreflight);
}

function failedChecksBefore(call: string, fold: DecidedFold, graph: Graph): readonly StepWith<'isAskedByPreflight'>[] {
  return checksBefore(call, graph).filter(({ address }) => fold.step(address)?.status === 'failed');
}

function recordOf(decision: Decision, sources: Sources): RecordBody {
  const { fold, graph, by } = sources;
  switch (decision.kind) {
    case 'adopt':
      return settle(callToAdopt(decision, fold, graph), fold, { ...decision, resolution: 'happened' }, by);
    case 'resolve':
      return settle(unknownCall(decision.step, fold, graph), fold, { ...decision, outputs: {} }, by);
    case 'retry':
      return {
        kind: 'step.retried',
        step: failedStep(decision.unit, fold, graph),
        by,
        reason: decision.reason,
      };
    case 'redo':
      return redo(decision, sources);
    case 'skip':
    case 'accept':
      if (decision.kind === 'accept' || !sources.isOrphan(decision.unit)) expectUnfinished(decision.unit, sources);
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
  step: StepWith<'usesTurn'>,
  fold: DecidedFold,
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
    ...defined({ existingIds: nonEmpty(settled.existingIds) }),
  };
}

/** Also one that was not sent, because a check before it found that it has happened already. */
function callToAdopt(
  { step: address, isFound = false }: AdoptDecision,
  fold: DecidedFold,
  graph: Graph,
): StepWith<'hasEffect'> {
  const step = graph.stepsByAddress.get(address);
  const isStopped =
    fold.step(address) === undefined && (isFound || failedChecksBefore(address, fold, graph).length > 0);
  return step !== undefined && hasEffect(step) && isStopped ? step : unknownCall(address, fold, graph);
}

function unknownCall(address: string, fold: DecidedFold, graph: Graph): StepWith<'hasEffect'> {
  const step = graph.stepsByAddress.get(address);
  if (step === undefined || !hasEffect(step)) {
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

function failedStep(unit: string, fold: DecidedFold, graph: Graph): string {
  const failed = unitAt(unit, graph).steps.find((step) => fold.step(step.address)?.status === 'failed');
  if (failed !== undefined) return failed.address;
  throw new DecisionRefusedError(`${unit} has no failed step.`, 'Run `waybill status` to see which units failed.');
}

function redo({ unit, reason }: Extract<Decision, { kind: 'redo' }>, sources: Sources): RecordBody {
  const { fold, graph, by } = sources;
  const steps = stepsToRedo(unit, sources);
  if (!sources.isRolledBack(unit)) expectClientsElsewhere(unitAt(unit, graph), fold);
  const hasSucceeded = unitAt(unit, graph).steps.every(({ address }) => fold.step(address)?.status === 'succeeded');
  const readSteps = steps.filter((step) => isRead(step, graph) && hasKept(step, fold));
  const made = steps.filter((step) => !readSteps.includes(step));
  const taskIds = made.flatMap((step) => possibleTaskIds(fold.step(step)?.outputs ?? {}));
  const replacedIds = hasSucceeded ? [...new Set(taskIds)] : [];
  return {
    kind: 'unit.redone',
    unit,
    steps,
    ...defined({ replacedIds: nonEmpty(replacedIds), readSteps: nonEmpty(readSteps) }),
    by,
    reason,
  };
}

function hasKept(step: string, fold: DecidedFold): boolean {
  return Object.keys(fold.step(step)?.outputs ?? {}).length > 0;
}

/** None of a unit that was given up, or taken as it is, before anything of it was done: that is taken back. */
function stepsToRedo(unit: string, { graph, stepsOf, isDecided }: Sources): readonly string[] {
  const { address } = unitAt(unit, graph);
  const steps = stepsOf().get(address) ?? [];
  if (steps.length > 0 || isDecided(address)) return steps;
  throw new DecisionRefusedError(
    `Nothing of ${unit} has been done yet.`,
    'Run `waybill apply`: there is nothing to redo.',
  );
}

function expectUnfinished(unit: string, { graph, unitStatus }: Sources): void {
  if (unitStatus(unitAt(unit, graph).address) !== 'succeeded') return;
  throw new DecisionRefusedError(`${unit} has succeeded already.`, 'There is nothing to skip or accept.');
}

function unitAt(address: string, graph: Graph): PlannedUnit {
  const unit = graph.unitsByAddress.get(address);
  if (unit !== undefined) return unit;
  throw new DecisionRefusedError(
    `${address} is not a unit of this plan.`,
    'Name a unit as `waybill status` shows it, such as orders[a].',
  );
}
