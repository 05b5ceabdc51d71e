import type { ParallelismGauge } from '../limits/call-driver.ts';
import type { WindowGauge } from '../limits/call-window.ts';
import type { PreviewSelection } from '../progress/selection.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import type { BlockedGauge } from '../scheduler/unit-needs.ts';

/** Where a run stands against its limits, and what waits for what, at the moment of the reading. */
export interface RunGauges {
  /** One for each account: the providers on it share all of its limits. */
  readonly accounts: readonly AccountGauge[];
  /** How far the run is, by its journal. */
  readonly progress: ProgressCounts;
  /** Steps by where they are in this run, which repeats checks. */
  readonly steps: Readonly<Record<StepStatus, number>>;
  /** Units that wait for other units, each counted once: `orders[*]` for all of them, `orders` for some of them. */
  readonly blocked: readonly BlockedGauge[];
  /** Calls at once over all accounts; absent without such a cap. */
  readonly parallelism?: ParallelismGauge;
  /** Providers to which nothing more is sent in this run. */
  readonly suspended: readonly { readonly provider: string; readonly code: string; readonly message: string }[];
  /** Why the run starts nothing more; absent while it does. */
  readonly stopping?: string;
  /** What the run leaves out, as it was given. */
  readonly selection: PreviewSelection;
  /** Steps that are tried again after a pause, by what ended the last try. */
  readonly sleeping: readonly SleepGauge[];
  /** Steps that rules of the run keep from starting, by rule and what it waits for. Absent: none. */
  readonly held?: readonly HoldGauge[];
}

export interface AccountGauge {
  /** Aliases, in the plan's order. */
  readonly providers: readonly string[];
  /** One for each rate that is declared; the tightest counts. */
  readonly windows: readonly WindowGauge[];
  /** Calls that wait for their answer. */
  readonly inFlight: number;
  readonly inFlightLimit: number;
  /** Places that are taken: by remote tasks that run, and by those that are about to be started. */
  readonly tasks: number;
  /** `active`; absent when there is no limit. */
  readonly taskLimit?: number;
  /** `active_per_target`; absent when there is no limit. */
  readonly targetLimit?: number;
  /** Steps that wait until fewer tasks run at all. */
  readonly waitForPlace: number;
  /** Steps that wait until their own target is free. */
  readonly waitForTarget: number;
  /** Steps, polls and look-ups that nothing but the rate and the calls in flight keep from being sent. */
  readonly waitForTurn: number;
  /** For how long the server wants to be left alone; 0 when it may be asked. */
  readonly heldForMs: number;
  /** Aliases whose credentials no answer has shown to be accepted: one call at a time is sent. Absent: none. */
  readonly unproven?: readonly string[];
  /** Set while the connection is down. */
  readonly unreachable?: { readonly sinceMs: number; readonly reason: string };
}

export interface HoldGauge {
  /** The rule, as it is written in the plan or on the command line. */
  readonly policy: string;
  readonly detail: string;
  readonly steps: number;
  /** When it ends by itself, by the wall clock. Absent: only when a unit ends. */
  readonly untilMs?: number;
  /** The run ends rather than waits until then, unless it was asked to wait. Absent: it waits. */
  readonly endsRun?: true;
}

export interface SleepGauge {
  readonly reason: string;
  readonly steps: number;
  /** When the first of them is tried again, by the wall clock. */
  readonly untilMs: number;
}

/** Reads the gauges of a run. Changes nothing, and is cheap however large the plan is. */
export type ReadGauges = () => RunGauges;
