import type { Graph, PlannedUnit, Step } from '../../graph/graph.ts';
import type { StepState } from '../../journal/checkpoint.ts';
import type { Plan } from '../../plan/plan.ts';
import type { StepStatus } from '../../progress/step-status.ts';
import type { UnitStatus } from '../../progress/unit-status.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';

/** What the policies of a run are made from. */
export interface PolicySettings {
  /** What the plan asks for; a policy reads its own keys. */
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /**
   * Stop after this many failed units.
   *
   * @default never
   */
  readonly maxFailures?: number | undefined;
  /**
   * Calls at once over all accounts. At least 1.
   *
   * @default no such cap
   */
  readonly parallelism?: number | undefined;
}

/** The state that a policy may decide by: that of the run, of a simulated run, or of the journal for `--why`. */
export interface PolicyView {
  readonly nowMs: number;
  readonly unitStatus: (unit: string) => UnitStatus;
  readonly stepStatus: (step: string) => StepStatus;
  /** What the journal knows of a step. A simulated run adds nothing to it. */
  readonly recordOf: (step: string) => StepState | undefined;
}

/** Why a step must not be started now. */
export interface PolicyHold {
  /** A sentence for the operator. */
  readonly detail: string;
  /**
   * Steps with the same scope are released together.
   *
   * @default all that the policy holds
   */
  readonly scope?: string;
  /**
   * When the hold ends by itself.
   *
   * @default only when a unit ends
   */
  readonly untilMs?: number;
  /**
   * With nothing else left to do, the run ends as at a gate, rather than waits until then, unless it was asked to wait.
   *
   * @default false
   */
  readonly endsRun?: boolean;
}

export interface EndedStep {
  readonly unit: PlannedUnit;
  readonly status: 'succeeded' | 'failed' | 'unknown';
  readonly atMs: number;
  /** Addresses of units that are out of reach because of it. */
  readonly skippedUnits: readonly string[];
}

/**
 * A rule of a run, written once and followed by the run, by the estimate and by `--why`. It has no clock and no promises:
 * it answers questions about a view that is given to it. An instance belongs to one run and may count.
 */
export interface Policy {
  /** Why a ready call or check must not be started now; undefined: it may. Must not change anything. */
  readonly hold?: (step: Step, unit: PlannedUnit, view: PolicyView) => PolicyHold | undefined;
  /** A step has ended for good. A text is the reason for which the run starts nothing more. */
  readonly stepEnded?: (ended: EndedStep) => string | undefined;
  /**
   * Calls that may be under way at once over all accounts.
   *
   * @default any number
   */
  readonly callsAtOnce?: number;
}

export interface PolicyWarningSources extends Pick<PolicySettings, 'plan' | 'graph'> {
  /** The time of the preview, where something is left to do. */
  readonly nowMs: number | undefined;
}

/** What a preview says of a policy that the plan asks for. */
export interface PolicyWarning {
  /** Described in the table of diagnostics. */
  readonly code: `PREVIEW_${string}`;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  /** Of the plan's key that it is about. */
  readonly path?: string;
}

export interface PolicyDefinition {
  /** As it is written in the plan or on the command line. */
  readonly name: string;
  /** Undefined when the settings do not ask for it. */
  readonly create: (settings: PolicySettings) => Policy | undefined;
  /** @default nothing */
  readonly warn?: (sources: PolicyWarningSources) => readonly PolicyWarning[];
}
