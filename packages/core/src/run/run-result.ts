import type { GateVerdict } from '../approvals/judge-gate.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { StepShape } from '../graph/unit-shape.ts';
import type { CheckpointFold, StepFailure } from '../journal/checkpoint.ts';
import type { RunOutcome, StopReason } from '../journal/record.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import type { UnitStates } from '../progress/unit-states.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import type { Ledger } from '../scheduler/ledger.ts';
import { defined } from '../value/defined.ts';
import { mapSliced, type Sliced } from '../value/sliced.ts';
import type { HoldGauge } from './gauges.ts';
import type { ObserverFault } from './observers.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 1_000;

/** How a run ended: one entry for every unit of the plan, whatever became of it. */
export interface RunResult {
  readonly run: string;
  readonly outcome: RunOutcome;
  readonly units: readonly UnitReport[];
  /** The numbers of every view, counted from the journal. */
  readonly counts: ProgressCounts;
  /** Providers that refused the credentials; nothing more was sent to them. */
  readonly suspended: readonly {
    readonly provider: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  /**
   * Units that failed or left the plan, whose remote tasks may run, and for whose places of `active` or `active_per_target`
   * others wait.
   */
  readonly heldPlaces: readonly string[];
  /**
   * Steps that a policy kept from starting until the end, so that their units are not done.
   *
   * @default none
   */
  readonly held?: readonly HoldGauge[];
  /** Set when a callback of the caller threw; the run went on without it. */
  readonly observerFault?: ObserverFault;
  /** What ended the run before everything was done; absent where nothing did. */
  readonly stopReason?: StopReason;
}

export interface UnitReport {
  readonly address: string;
  readonly status: UnitStatus;
  /** The step that decided the status: the failed or unknown one, the gate, or the one under way. */
  readonly step?: string;
  readonly failure?: StepFailure;
  /** What an operator should make sure of before approving. */
  readonly instruction?: string;
  /** Of a gate with a rule: what its approvals amounted to when the run ended. */
  readonly approvals?: GateVerdict;
}

export interface UnitReportSources {
  /** Of a gate with a rule. */
  readonly verdictOf: (gate: Step) => GateVerdict | undefined;
  readonly graph: Graph;
  /** After the end of the run. */
  readonly states: UnitStates;
  readonly ledger: Ledger;
  readonly fold: CheckpointFold;
}

export function* buildUnitReports(sources: UnitReportSources): Sliced<readonly UnitReport[]> {
  return yield* mapSliced(sources.graph.units, UNITS_PER_SLICE, (unit) => reportUnit(unit, sources));
}

const DECIDING: Readonly<Record<UnitStatus, readonly StepStatus[]>> = {
  failed: ['failed'],
  unknown: ['unknown'],
  gated: ['gated'],
  active: ['running', 'waiting', 'sleeping', 'ready'],
  started: ['running', 'waiting', 'sleeping', 'ready'],
  pending: [],
  succeeded: [],
  skipped: [],
};

function reportUnit(unit: PlannedUnit, sources: UnitReportSources): UnitReport {
  const { states, fold } = sources;
  const { address, shape } = unit;
  const status = states.status(address);
  if (DECIDING[status].length === 0) return { address, status };
  const place = shape.steps.findIndex((step) => decides(`${address}.${step.name}`, step, status, sources));
  const step = place === -1 ? undefined : unit.steps[place];
  if (step === undefined) return { address, status };
  const failure = fold.step(step.address)?.failure;
  return {
    address,
    status,
    step: step.address,
    ...defined({ failure }),
    ...(needsApproval(step)
      ? { instruction: step.instruction, ...defined({ approvals: sources.verdictOf(step) }) }
      : {}),
  };
}

/** For a run that stopped before a step, or was not to work on it, the step is still to be worked on. */
function decides(address: string, step: StepShape, status: UnitStatus, { ledger, fold }: UnitReportSources): boolean {
  const inRun = ledger.status(address);
  if (DECIDING[status].includes(inRun)) return true;
  if (status === 'gated') return needsApproval(step) && inRun === 'ready';
  const recorded = fold.step(address)?.status;
  return status === 'unknown' && (recorded === 'unknown' || recorded === 'intended');
}
