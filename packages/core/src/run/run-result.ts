import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { CheckpointFold, StepFailure } from '../journal/checkpoint.ts';
import type { RunOutcome } from '../journal/record.ts';
import type { Ledger, StepStatus, UnitStatus } from './ledger.ts';

/** How a run ended: one entry for every unit of the plan, whatever became of it. */
export interface RunResult {
  readonly run: string;
  readonly outcome: RunOutcome;
  readonly units: readonly UnitReport[];
  /** Providers that refused the credentials; nothing more was sent to them. */
  readonly suspended: readonly {
    readonly provider: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  /** Set when the run stopped itself (`on_failure: stop`, `--max-failures`). */
  readonly stopReason?: string;
}

export interface UnitReport {
  readonly address: string;
  readonly status: UnitStatus;
  /** The step that decided the status: the failed or unknown one, the gate, or the one under way. */
  readonly step?: string;
  readonly failure?: StepFailure;
  /** What a person should make sure of before approving. */
  readonly instruction?: string;
}

export function buildUnitReports(graph: Graph, ledger: Ledger, fold: CheckpointFold): readonly UnitReport[] {
  return graph.units.map((unit) => reportUnit(unit, ledger, fold));
}

const DECIDING: Readonly<Record<UnitStatus, readonly StepStatus[]>> = {
  failed: ['failed'],
  unknown: ['unknown'],
  gated: ['gated'],
  active: ['running', 'waiting', 'sleeping', 'ready'],
  pending: [],
  succeeded: [],
  skipped: [],
};

function reportUnit(unit: PlannedUnit, ledger: Ledger, fold: CheckpointFold): UnitReport {
  const status = ledger.unitStatus(unit.address);
  const step = unit.steps.find((candidate) => DECIDING[status].includes(ledger.status(candidate.address)));
  if (step === undefined) return { address: unit.address, status };
  const failure = fold.step(step.address)?.failure;
  return {
    address: unit.address,
    status,
    step: step.address,
    ...(failure === undefined ? {} : { failure }),
    ...(step.kind === 'gate' ? { instruction: step.instruction } : {}),
  };
}
