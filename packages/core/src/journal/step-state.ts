import type { JsonObject } from '../value/value.ts';
import type { ApprovalFacts, JobPlanned, MovedConnection, StepIntent } from './record.ts';

/**
 * What is known about one step. `intended` without a later record means that the process ended while the effect was
 * under way, which is the same as `unknown`. `begun`: own work, some slices of which may be done; it is resumed.
 */
export interface StepState {
  readonly status: 'intended' | 'begun' | 'retryable' | 'unknown' | 'failed' | 'succeeded';
  readonly attempt: number;
  readonly fingerprint: string;
  /** What the step means in a plan that was changed after it was done, where an operator accepted that it stays as done. */
  readonly acceptedFingerprint: string | undefined;
  readonly outputs: JsonObject;
  readonly token: string | undefined;
  readonly existingIds: readonly string[];
  /** Tasks that carry the mark of an effect of which there is no intent. */
  readonly foundIds?: readonly string[];
  /** Those of them of which an operator said that the effect did not make them. */
  readonly disownedIds?: readonly string[];
  readonly before: JsonObject | undefined;
  /** Of the latest intent. */
  readonly holds?: NonNullable<StepIntent['holds']>;
  /** Wall time of the latest intent. */
  readonly intendedAtMs: number;
  /** Which run the latest intent or plan of slices is of, from 1; absent where there is none. */
  readonly run?: number;
  readonly failure: StepFailure | undefined;
  /** Of a gate with a rule: who approved it, oldest first, and at most `MAX_APPROVALS`. Whether they count is not said. */
  readonly approvals?: readonly GateApproval[];
  /** Of own work that was cut into slices. */
  readonly job?: JobState;
  readonly at: number;
}

/** The oldest ones are left out: a gate that is approved in vain again and again has no state without bounds. */
export const MAX_APPROVALS = 200;

export interface GateApproval extends Omit<ApprovalFacts, 'atMs'> {
  readonly by: string;
  /** Wall time. No number where it is not known when a gate with a rule was approved. */
  readonly at: number;
  /** It was dated far ahead of the clock of the run that took it, and never counts: nobody approved at that time. */
  readonly isDatedAhead?: boolean;
}

/** Clocks of two machines differ by less, if they are set at all. */
export const MAX_SKEW_MS = 60_000;

export interface JobState {
  /** Of the step, when its slices were planned. */
  readonly fingerprint: string;
  readonly sliceCount: number;
  readonly doneCount: number;
  /** Empty once the step succeeded: then the counts say enough. */
  readonly slices: JobPlanned['slices'];
  /** By name of the slice. Empty once the step succeeded. */
  readonly results: Readonly<Record<string, JsonObject>>;
  /**
   * How often the failed step was tried again, slices planned anew included.
   *
   * @default 0
   */
  readonly retries?: number;
}

export interface StepFailure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly requestId?: string;
  /** Waiting again would show the same end: the remote task itself ended, unless `mayRun`. */
  readonly isFinal?: boolean;
  /** What was waited for has failed for good, and the remote task may run. */
  readonly mayRun?: true;
  /** Remote tasks of another state that do, or did, the unit's work. */
  readonly otherTasks?: readonly string[];
  /** The work may have been done all the same. */
  readonly mayBeDone?: boolean;
  /** The remote task is known where the connection led before, and not where it leads now. */
  readonly movedFrom?: readonly MovedConnection[];
}
