import { type Checkpoint, defined, type Graph, type RunResult, type UnitReport } from '@waybill/core';
import { hasEffect, nonEmpty, type RunningOrphan, remedyOf } from '@waybill/core/internal';
import { failedVerificationOf } from '@waybill/node/live';
import { exitCodeOfRun } from '../../exit-code-of-run.ts';
import { JSON_FORMAT } from '../../json-format.ts';
import type { VerificationResult } from '../documents/compared-json.ts';
import { gateApprovalsJson } from '../documents/gate-approvals-json.ts';
import type { DecisionNote, HeldBackJson, JsonSummary, SkippedGroup, WaitingGate } from '../documents/json-objects.ts';
import { neededOutputs } from '../documents/output-names.ts';
import { type CommandContext, openingCommand } from './command-line.ts';
import { comparedUnits } from './compared-units.ts';
import { describeFailed } from './describe-failed.ts';
import { heldTimesJson } from './describe-held-times.ts';
import { holdsAtEnd } from './describe-holds.ts';
import { omittedUnits } from './describe-omitted.ts';
import { warningsJson } from './describe-warnings.ts';
import { groupFailures, type UnitFailure } from './group-failures.ts';
import { groupSkipped } from './group-skipped.ts';
import { heldPlacesJson } from './held-places-json.ts';
import { nextSteps } from './next-steps.ts';
import type { RolledBack } from './rollback-next-steps.ts';
import { unitCountsJson } from './unit-counts.ts';
import { unitsToSweep } from './units-to-sweep.ts';
import type { UnknownStep } from './unknown-next-steps.ts';

export interface SummaryOptions {
  readonly plan: string;
  readonly graph: Graph;
  readonly result: RunResult;
  /**
   * As it is after the run.
   *
   * @default nothing was omitted
   */
  readonly checkpoint?: Pick<
    Checkpoint,
    'omissions' | 'warnings' | 'steps' | 'decisions' | 'verifications' | 'leftBehind' | 'heldTimes'
  >;
  /** What operators decided before the run: none is taken during it. */
  readonly decisions: readonly DecisionNote[];
  /** Addresses of units that people gave up. */
  readonly givenUp: ReadonlySet<string>;
  /**
   * Units that were led back to their sources.
   *
   * @default none was
   */
  readonly rolledBack?: RolledBack;
  /** Units that were kept as they were done, although the plan says otherwise. */
  readonly acceptedUnits: readonly string[];
  /** Units that were started over, by the state. */
  readonly leftBehind: Checkpoint['leftBehind'];
  /** Units that left the plan before the run, whose tasks may be running. */
  readonly runningOrphans: readonly RunningOrphan[];
  readonly durationMs: number;
  /**
   * When the run began, by the wall clock: what was noted before is of earlier runs.
   *
   * @default all of it is of this run
   */
  readonly startedAtMs?: number;
  /** By the wall clock. */
  readonly nowMs: number;
  readonly context: CommandContext;
}

/** How a run ended, as the one object behind its text and its JSON. */
export function buildSummary(options: SummaryOptions): JsonSummary {
  const { plan, result, decisions, durationMs, context } = options;
  const { run, outcome, units, counts, suspended, stopReason, heldPlaces } = result;
  const withStatus = (status: UnitReport['status']) => units.filter((unit) => unit.status === status);
  const gates = withStatus('gated').map((unit) => describeGate(unit, context));
  const [failed, unknown] = [withStatus('failed'), withStatus('unknown')];
  const skipped = findSkipped(options);
  const orphans = heldPlaces.filter((unit) => !options.graph.unitsByAddress.has(unit));
  return {
    format_version: JSON_FORMAT,
    kind: 'summary',
    plan,
    run,
    outcome,
    exit_code: exitCodeOfRun(result),
    duration_ms: Math.round(durationMs),
    record: counts.record,
    steps: { done: counts.steps.done, total: counts.steps.total },
    remote_tasks: counts.remoteTasks,
    units: unitCountsJson(counts.units),
    failures: groupFailures(failed.map(describeFailure)),
    unknown: groupFailures(unknown.map(describeUnknown)),
    skipped,
    // Of a derived run they are what starts its units over, and nothing that an operator decided.
    decisions: context.derived === undefined ? decisions : [],
    gates,
    suspended,
    ...holdsAtEnd(options),
    ...defined({ held_back: result.held?.map(heldBackJson) }),
    ...defined({ stop_kind: stopReason?.kind, stop_reason: stopReason?.message }),
    ...heldPlacesJson(heldPlaces, orphans),
    ...defined({ running_orphans: nonEmpty(options.runningOrphans) }),
    ...recordedFacts(options),
    ...describeVerification(options),
    next_steps: nextSteps({
      context,
      isRunning: false,
      // What waits for such a place, another run would not start either. One that was stopped on request left more.
      waitsForWindow: result.held?.some(({ endsRun, untilMs }) => endsRun === true && untilMs !== undefined) ?? false,
      hasWorkLeft:
        (heldPlaces.length === 0 || (outcome === 'stopped' && stopReason !== undefined)) &&
        counts.units.pending + counts.units.started + counts.units.active > 0,
      ...(outcome === 'succeeded' ? { leftOut: counts.units.pending } : {}),
      gates,
      failedUnits: failed.map(({ address, failure }) => describeFailed(address, failure, options.graph)),
      unknownSteps: unknown.flatMap((unit) => describeUnknownStep(unit, options)),
      givenUpUnits: skipped.filter((group) => group.because_status === 'skipped').map(({ because }) => because),
      ...defined({ rolledBack: options.rolledBack }),
      changed: { units: [], isSamePlan: true },
      acceptedUnits: options.acceptedUnits,
      isSuspended: suspended.length > 0,
      ...unitsToSweep(options),
      heldByOrphans: orphans,
    }),
  };
}

function heldBackJson({ policy, detail, steps, untilMs }: NonNullable<RunResult['held']>[number]): HeldBackJson {
  return {
    policy,
    detail,
    steps,
    ...defined({ until: untilMs === undefined ? undefined : new Date(untilMs).toISOString() }),
  };
}

/** What the journal says of units, and their result does not. */
function recordedFacts({ graph, checkpoint, context, startedAtMs }: SummaryOptions): Partial<JsonSummary> {
  if (checkpoint === undefined) return {};
  return {
    ...omittedUnits(checkpoint),
    // A derived run has one result for all of it.
    ...(context.derived === undefined ? comparedUnits(graph, checkpoint) : {}),
    // What was noted since the run began.
    ...heldTimesJson(checkpoint, startedAtMs),
    ...warningsJson(checkpoint, startedAtMs),
  };
}

/** Of a run that compares units again. */
function describeVerification({ result, context }: SummaryOptions): Pick<JsonSummary, 'verification'> {
  if (context.derived?.verb !== 'verify') return {};
  const found = result.units.flatMap(({ status, failure }) =>
    status === 'succeeded' ? (['equal'] as const) : (failedVerificationOf(failure?.code) ?? []),
  );
  const count = (wanted: VerificationResult): number => found.filter((one) => one === wanted).length;
  const units = { equal: count('equal'), different: count('different'), unstable: count('unstable') };
  if (found.length === 0) return {};
  const gravest = units.different > 0 ? 'different' : units.unstable > 0 ? 'unstable' : 'equal';
  return { verification: { result: gravest, units } };
}

function findSkipped({ graph, result, givenUp }: SummaryOptions): readonly SkippedGroup[] {
  if (!result.units.some(({ status }) => status === 'skipped')) return [];
  const statuses = new Map(result.units.map(({ address, status }) => [address, status]));
  return groupSkipped({
    graph,
    statusOf: (unit) => statuses.get(unit) ?? 'pending',
    isGivenUp: (unit) => givenUp.has(unit),
  });
}

function describeUnknownStep(
  { step: address, failure }: UnitReport,
  { graph }: SummaryOptions,
): readonly UnknownStep[] {
  const step = graph.stepsByAddress.get(address ?? '');
  return step !== undefined && hasEffect(step)
    ? [
        {
          step: step.address,
          remedy: remedyOf('unknown', failure),
          outputs: neededOutputs(step, graph),
          hasMarkedTasks: failure?.code === 'RUN_RECORD_LOST',
        },
      ]
    : [];
}

function describeGate(unit: UnitReport, context: CommandContext): WaitingGate {
  return {
    unit: unit.address,
    step: unit.step ?? unit.address,
    instruction: unit.instruction ?? '',
    command: openingCommand([unit.address], { ...context, isCutover: context.isCutover?.(unit.step ?? '') ?? false }),
    ...defined({ approvals: unit.approvals && gateApprovalsJson(unit.approvals) }),
  };
}

function describeFailure({ address, failure }: UnitReport): UnitFailure {
  const { code, message, hint } = failure ?? {
    code: 'RUN_FAILED',
    message: 'The unit failed without a recorded reason.',
  };
  return { unit: address, code, message, ...defined({ hint }) };
}

function describeUnknown({ address, failure }: UnitReport): UnitFailure {
  const { code, message } = failure ?? {
    code: 'RUN_OUTCOME_UNKNOWN',
    message: 'The outcome of the call is not known.',
  };
  return { unit: address, code, message };
}
