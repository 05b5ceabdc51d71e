import {
  type Checkpoint,
  defined,
  type Graph,
  type PlannedUnit,
  type Standing,
  type Step,
  type StepFailure,
  type StopReason,
  type UnitStatus,
} from '@waybill/core';
import {
  type GateVerdict,
  type HeldPlaces,
  hasEffect,
  type MovedConnection,
  needsApproval,
  nonEmpty,
  type PlanEdit,
  type ProgressCounts,
  remedyOf,
  type StandingHold,
} from '@waybill/core/internal';
import type { PostedApproval } from '@waybill/node';
import type { DifferenceCount } from '@waybill/node/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import { editJson } from '../documents/edit-json.ts';
import { gateApprovalsJson, openedJson } from '../documents/gate-approvals-json.ts';
import type { ApprovedJson, DecisionNote, JsonLive, JsonStatus, WaitingGate } from '../documents/json-objects.ts';
import { neededOutputs } from '../documents/output-names.ts';
import { acceptedUnits, changedUnits } from './changed-units.ts';
import { type CommandContext, openingCommand } from './command-line.ts';
import { describeFailed } from './describe-failed.ts';
import { heldTimesJson } from './describe-held-times.ts';
import { describeHolds } from './describe-holds.ts';
import { omittedUnits } from './describe-omitted.ts';
import { plannedWarnings, warningsJson } from './describe-warnings.ts';
import { groupFailures, type UnitFailure } from './group-failures.ts';
import { groupSkipped } from './group-skipped.ts';
import { heldPlacesJson } from './held-places-json.ts';
import { nextSteps } from './next-steps.ts';
import { rolledBackIn } from './rollback-next-steps.ts';
import { unitCountsJson } from './unit-counts.ts';
import { unitsToSweep } from './units-to-sweep.ts';
import type { UnknownStep } from './unknown-next-steps.ts';
import { withCutovers } from './with-cutovers.ts';

export interface StatusOptions {
  /** Its name, and those of its migrations in their order. */
  readonly plan: { readonly name: string; readonly migrations: Pick<ReadonlyMap<string, unknown>, 'keys'> };
  /** At least the units that have not succeeded. */
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  readonly standing: Standing;
  /** Where the state is, as the user would name it. */
  readonly state: string;
  readonly running: JsonStatus['running'];
  /** What the run that is in progress says of itself. */
  readonly live?: JsonLive | undefined;
  readonly decisions: readonly DecisionNote[];
  /** Undefined when the plan is as it was last applied. */
  readonly edit: PlanEdit | undefined;
  /**
   * Where providers lead elsewhere than in the last run.
   *
   * @default none does
   */
  readonly moved?: readonly MovedConnection[];
  /**
   * Places that units which failed or left the plan keep from others.
   *
   * @default none
   */
  readonly held?: HeldPlaces;
  /**
   * What units keep others from that have not succeeded.
   *
   * @default nothing
   */
  readonly holds?: readonly StandingHold[];
  /**
   * Approvals that no run has taken yet, by the address of the gate.
   *
   * @default none
   */
  readonly posted?: ReadonlyMap<string, readonly PostedApproval[]>;
  /**
   * What approvals amount to, of waiting gates for which the plan has a rule.
   *
   * @default it has none
   */
  readonly verdicts?: ReadonlyMap<string, GateVerdict>;
  /**
   * Why those cannot be read.
   *
   * @default they were
   */
  readonly postedFault?: string | undefined;
  /**
   * What verifications found to differ.
   *
   * @default nothing
   */
  readonly differences?: DifferenceCount;
  readonly context: CommandContext;
}

/** The status of a plan, as its journal says: the one object behind the text and the JSON. */
export function buildStatus(options: StatusOptions): JsonStatus {
  const { plan, graph, checkpoint, standing, running, decisions, edit, moved = [], held, context } = options;
  const { counts } = standing;
  const withStatus = (status: UnitStatus) => graph.units.filter(({ address }) => standing.unit(address) === status);
  const gates = withStatus('gated').flatMap((unit) => describeGates(unit, options));
  const [failed, unknown] = [withStatus('failed'), withStatus('unknown')];
  const isGivenUp = (unit: string): boolean => checkpoint.decisions.get(unit)?.decision === 'skipped';
  const skipped = groupSkipped({ graph, statusOf: (unit) => standing.unit(unit), isGivenUp });
  return {
    format_version: JSON_FORMAT,
    kind: 'status',
    plan: plan.name,
    state: options.state,
    running,
    ...describeLastRun(checkpoint),
    ...defined({ live: options.live, edit: edit && editJson(edit), moved: nonEmpty(moved) }),
    ...heldPlacesJson(held?.units ?? [], held?.orphans ?? []),
    ...describeHolds(options.holds ?? []),
    ...describeVerified(checkpoint),
    ...omittedUnits(checkpoint),
    ...differencesJson(options.differences),
    ...warningsJson({ warnings: plannedWarnings(checkpoint, graph) }),
    ...heldTimesJson(checkpoint),
    record: counts.record,
    steps: { done: counts.steps.done, total: counts.steps.total },
    remote_tasks: counts.remoteTasks,
    units: unitCountsJson(counts.units),
    migrations: describeMigrations(plan, counts),
    under_way: unitsWithOpenSteps(options).flatMap(({ steps }) =>
      steps.flatMap((step) => describeOpenStep(step, options)),
    ),
    failures: groupFailures(failed.map((unit) => describeFailure(unit, 'failed', options))),
    unknown: groupFailures(unknown.map((unit) => describeFailure(unit, 'unknown', options))),
    skipped,
    decisions,
    gates,
    ...defined({ approvals_unreadable: options.postedFault }),
    next_steps: nextSteps({
      context: { ...withCutovers(context, graph), differing: differingIn(checkpoint) },
      isRunning: running === 'yes',
      // What waits for the place of a failed unit, another run would not start either.
      hasWorkLeft:
        held?.isAllThatIsLeft !== true && counts.units.pending + counts.units.started + counts.units.active > 0,
      leftOut: leftOutOf(checkpoint, counts.units),
      // Whoever approves twice has read that nobody did, and here nobody knows.
      gates: options.postedFault === undefined ? gates.filter(({ approved }) => approved === undefined) : [],
      approvedCount: gates.filter(({ approved }) => approved !== undefined).length,
      failedUnits: failed.map((unit) => describeFailed(unit.address, failureOf(unit, 'failed', options), graph)),
      unknownSteps: unknown.flatMap((unit) => describeUnknownSteps(unit, options)),
      givenUpUnits: skipped.filter((group) => group.because_status === 'skipped').map(({ because }) => because),
      rolledBack: rolledBackIn(checkpoint.decisions),
      changed: changedUnits(edit, graph),
      moved,
      acceptedUnits: acceptedUnits(edit, graph),
      isSuspended: (checkpoint.lastRun?.ended?.suspended ?? []).length > 0,
      ...unitsToSweep(checkpoint),
      heldByOrphans: held?.orphans ?? [],
    }),
  };
}

/** After a run that did all that it was to do, nothing of the others has begun. */
function leftOutOf({ lastRun }: Checkpoint, { pending, started, active }: ProgressCounts['units']): number {
  return lastRun?.ended?.outcome === 'succeeded' && started + active === 0 ? pending : 0;
}

function describeUnknownSteps(
  unit: PlannedUnit,
  { graph, checkpoint, standing }: StatusOptions,
): readonly UnknownStep[] {
  return unit.steps
    .filter(hasEffect)
    .filter((step) => standing.step(step.address) === 'unknown')
    .map((step) => ({
      step: step.address,
      remedy: remedyOf('unknown', checkpoint.steps.get(step.address)?.failure),
      outputs: neededOutputs(step, graph),
      hasMarkedTasks: checkpoint.steps.get(step.address)?.failure?.code === 'RUN_RECORD_LOST',
    }));
}

function describeLastRun({
  lastRun,
  lastRecordAtMs,
}: Checkpoint): Pick<JsonStatus, 'owner' | 'last_run' | 'last_record_at'> {
  if (lastRun === undefined) return {};
  const { started, startedAtMs, ended } = lastRun;
  return {
    owner: started.owner,
    last_run: {
      run: started.run,
      started_at: new Date(startedAtMs).toISOString(),
      ...defined({ outcome: ended?.outcome }),
      ...stopJson(ended?.stopReason),
      ...defined({ suspended: ended?.suspended }),
    },
    last_record_at: new Date(lastRecordAtMs).toISOString(),
  };
}

function stopJson(
  stop: StopReason | undefined,
): Pick<NonNullable<JsonStatus['last_run']>, 'stop_kind' | 'stop_reason'> {
  return stop === undefined ? {} : { stop_kind: stop.kind, stop_reason: stop.message };
}

/** A migration without units is counted too. */
function describeMigrations(plan: StatusOptions['plan'], { migrations }: ProgressCounts): JsonStatus['migrations'] {
  const counts = new Map(migrations.map(({ name, units }) => [name, unitCountsJson(units)] as const));
  return [...plan.migrations.keys()].map((name) => ({ name, units: counts.get(name) ?? { total: 0 } }));
}

/** A plan can have 500,000 steps, nearly all of them done: those of finished units are not looked at one by one. */
function unitsWithOpenSteps({ graph, standing }: StatusOptions): readonly PlannedUnit[] {
  return graph.units.filter(({ address }) => standing.unit(address) !== 'succeeded');
}

function differingIn({ verifications }: Checkpoint): ReadonlySet<string> {
  return new Set([...verifications].flatMap(([unit, { result }]) => (result === 'equal' ? [] : [unit])));
}

/** In the order in which they were compared. */
function differencesJson(differences: DifferenceCount | undefined): Pick<JsonStatus, 'differences'> {
  return differences === undefined || differences.found === 0 ? {} : { differences };
}

function describeVerified({ verifications }: Checkpoint): Pick<JsonStatus, 'verified'> {
  if (verifications.size === 0) return {};
  const verified = [...verifications.values()].toSorted((one, other) => one.atMs - other.atMs);
  return {
    verified: verified.map(({ unit, result, level, omitted, atMs, by }) => ({
      unit,
      result,
      level,
      ...defined({ omitted }),
      at: new Date(atMs).toISOString(),
      by,
    })),
  };
}

/** Steps that were begun and have not ended, and waits that a run takes up. */
function describeOpenStep(step: Step, { checkpoint, standing }: StatusOptions): JsonStatus['under_way'] {
  const status = standing.step(step.address);
  const isBegun = checkpoint.steps.get(step.address)?.status === 'begun';
  if (!isBegun && status !== 'running' && status !== 'waiting' && status !== 'sleeping' && status !== 'unknown')
    return [];
  const since = sinceMs(step, checkpoint);
  const failure = checkpoint.steps.get(step.address)?.failure;
  return [
    {
      step: step.address,
      status,
      ...defined({
        since: since === 0 ? undefined : new Date(since).toISOString(),
        reason: failure && `${failure.code}: ${failure.message}`,
      }),
      ...slicesOf(step, checkpoint),
    },
  ];
}

function slicesOf(step: Step, { steps }: Checkpoint): Pick<JsonStatus['under_way'][number], 'slices'> {
  const job = steps.get(step.address)?.job;
  return job === undefined ? {} : { slices: { done: job.doneCount, total: job.sliceCount } };
}

/** A wait has no record of its own before it ends; it began when the steps before it had ended. */
function sinceMs(step: Step, { steps }: Checkpoint): number {
  const own = steps.get(step.address);
  return own === undefined ? Math.max(0, ...step.needs.map((need) => steps.get(need)?.at ?? 0)) : own.at;
}

function failureOf(
  unit: PlannedUnit,
  status: 'failed' | 'unknown',
  { checkpoint, standing }: StatusOptions,
): StepFailure | undefined {
  const step = unit.steps.find(({ address }) => standing.step(address) === status);
  return step === undefined ? undefined : checkpoint.steps.get(step.address)?.failure;
}

function describeFailure(unit: PlannedUnit, status: 'failed' | 'unknown', options: StatusOptions): UnitFailure {
  const { code, message, hint } = failureOf(unit, status, options) ?? {
    code: 'RUN_OUTCOME_UNKNOWN',
    message: 'The run ended before the outcome was recorded.',
  };
  return { unit: unit.address, code, message, ...defined({ hint }) };
}

function describeGates(
  unit: PlannedUnit,
  { standing, context, posted, verdicts }: StatusOptions,
): readonly WaitingGate[] {
  return unit.steps.flatMap((step) => {
    if (!needsApproval(step) || standing.step(step.address) !== 'gated') return [];
    const command = openingCommand([unit.address], { ...context, isCutover: step.isCutover });
    const verdict = verdicts?.get(step.address);
    const approved = verdict === undefined ? approvedJson(posted?.get(step.address)?.[0]) : openedJson(verdict);
    const approvals = verdict && gateApprovalsJson(verdict);
    return [
      {
        unit: unit.address,
        step: step.address,
        instruction: step.instruction,
        command,
        ...defined({ approved, approvals }),
      },
    ];
  });
}

function approvedJson(approval: PostedApproval | undefined): ApprovedJson | undefined {
  if (approval === undefined) return undefined;
  const { by, atMs, reason } = approval;
  return { by, ...defined({ at: atMs === undefined ? undefined : new Date(atMs).toISOString(), reason }) };
}
