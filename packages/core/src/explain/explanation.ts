import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { Checkpoint, StepFailure } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import type { GateApproval } from '../journal/step-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { PolicyDefinition } from '../scheduler/policies/policy.ts';
import type { SettledUnits } from '../standing/snapshot.ts';
import type { Standing } from '../standing/standing.ts';
import type { Hold, RunFacts } from './hold.ts';
import type { Remedy } from './remedy-of.ts';

/** Why a step stands where it stands: the step itself first, then what it waits for, down to what has to move. */
export interface Explanation {
  readonly step: string;
  readonly status: StepStatus;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** The step that the sentence is about. */
  readonly step: string;
  readonly status: StepStatus;
  /** One sentence or two, for people. */
  readonly detail: string;
  readonly since?: number;
  /** Which policy holds it, where one does. */
  readonly hold?: Hold['kind'];
  /** Units that left the plan and keep the places that it waits for. */
  readonly orphans?: readonly string[];
  /** Of a step that failed or whose outcome is unknown. */
  readonly remedy?: Remedy;
  /** Of a unit that an operator leads back to its source: how far that is. */
  readonly rollback?: NonNullable<UnitDecided['rollback']>;
  /** The work may have been done all the same. */
  readonly mayBeDone?: boolean;
  /** Its remote task may run, although waiting for it again would show the same end. */
  readonly mayRun?: boolean;
  /** Where the connection led when the task was made; only where that is the remedy. */
  readonly movedFrom?: StepFailure['movedFrom'];
}

export interface ExplainOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Checkpoint;
  /**
   * Units whose steps the checkpoint leaves out.
   *
   * @default none
   */
  readonly settled?: SettledUnits;
  readonly standing: Standing;
  /**
   * The rules that a run follows.
   *
   * @default all there are
   */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * The time, which policies may decide by.
   *
   * @default 0
   */
  readonly nowMs?: number;
  /**
   * Approvals that no run has taken yet, by the address of the gate.
   *
   * @default none
   */
  readonly posted?: ReadonlyMap<string, readonly GateApproval[]>;
  /** @default no run is in progress */
  readonly run?: RunFacts;
  /**
   * When operators decided about the unit, and what is known of a rollback of it that has not ended.
   *
   * @default neither is known
   */
  readonly decided?: { readonly atMs?: number; readonly rollback?: string };
}

/** One reason, before it is known of which step. */
export interface Link extends Omit<Reason, 'step' | 'status'> {
  /** What has to move first. */
  readonly next?: Step | undefined;
}

export function unitOf(step: Step, graph: Graph): PlannedUnit {
  const unit = graph.unitsByAddress.get(step.unit);
  assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
  return unit;
}
