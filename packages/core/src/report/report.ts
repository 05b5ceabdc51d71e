import type { ApproverIdentity, StopKind } from '../journal/record.ts';
import type { Preview } from '../preview/preview.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import type { Omission } from '../provider/omission.ts';
import type { StepKind } from '../provider/steps/step-modules.ts';
import type { VerificationResult } from '../provider/verification.ts';
import type { ReportDecision } from '../standing/collect-decisions.ts';
import type { Json } from '../value/value.ts';

/** Version of the report's JSON: the minor number grows with additions, the major one with anything else. */
export const REPORT_FORMAT: string = '1.6';

/**
 * The outcome of a plan: its preview, together with what its journal records. Plain JSON data; times are in ISO 8601 and
 * come from the journal. The same preview, plan and journal give the same object.
 */
export interface Report {
  readonly format_version: string;
  readonly kind: 'report';
  /** What was to be done. */
  readonly preview: Preview;
  /** Whether the preview is not the one that was applied, but was made for this report from the plan as it is. */
  readonly is_rebuilt: boolean;
  /** Of the latest run; null when it has not ended: it is running, or was cut off. */
  readonly outcome: ReportOutcome | null;
  readonly totals: ReportTotals;
  /** Oldest first. */
  readonly runs: readonly ReportRun[];
  /** One for each unit of the plan, in its order. */
  readonly units: readonly ReportUnit[];
  readonly approvals: readonly ReportApproval[];
  /** What people decided, oldest first. */
  readonly decisions: readonly ReportDecision[];
  /** If the plan was changed between runs. */
  readonly edits: readonly ReportEdit[];
  readonly evidence: ReportEvidence;
}

export type ReportOutcome = 'succeeded' | 'gated' | 'stopped' | 'failed';

export interface ReportTotals {
  /** Units by status; statuses that no unit has are left out. */
  readonly units: Readonly<Partial<Record<UnitStatus, number>>>;
  readonly steps_done: number;
  readonly steps: number;
  /** Remote tasks that run. */
  readonly remote_tasks: number;
  /** Attempts of steps recorded in the journal. */
  readonly attempts: number;
  /** Outcomes that were unknown for a while, or still are. */
  readonly unknown_outcomes: number;
  /** Units by what the latest comparison of their sides found. Absent: none was compared, and before format 1.3. */
  readonly verified?: Readonly<Record<VerificationResult, number>>;
  /** Time during which a run went on: pauses between runs are not in it. */
  readonly running_ms: number;
}

export interface ReportRun {
  readonly run: string;
  readonly started_at: string;
  /** When its last record was written, for a run that has not ended. */
  readonly ended_at: string;
  /** Null when it has not ended. */
  readonly outcome: ReportOutcome | null;
  /** What ended it before everything was done. Absent: nothing did, or the journal does not say it. */
  readonly stop_kind?: StopKind;
  readonly stop_reason?: string;
  readonly plan_digest: string;
  /** Of the saved preview that was applied; absent when the plan was applied as it is. */
  readonly preview_digest?: string;
  readonly owner: { readonly host: string; readonly pid: number; readonly user: string; readonly url?: string };
  readonly versions: Readonly<Record<string, string>>;
  /** Units by status when it ended. */
  readonly units: Readonly<Record<string, number>>;
}

export interface ReportUnit {
  readonly address: string;
  readonly migration: string;
  readonly state: UnitStatus;
  /** In a median simulated run, from its start; absent when none was simulated. */
  readonly planned?: { readonly starts_ms: number; readonly ends_ms: number };
  /** Absent when nothing is recorded of it. `ends_at` is null while it has not ended. */
  readonly actual?: { readonly starts_at: string; readonly ends_at: string | null };
  /** While its remote task ran, and held a place of `active`; absent when none was opened. `ends_at` is null while it runs. */
  readonly task?: { readonly starts_at: string; readonly ends_at: string | null };
  /**
   * What its copy is without, because the plan allows it: how many documents or keys, and the first ones. Absent: none that is
   * recorded, and before format 1.4.
   */
  readonly omitted?: Omission;
  /** What its steps warned of while they ran, in their order. Absent: nothing that is recorded, and before format 1.5. */
  readonly warnings?: readonly ReportWarning[];
  /**
   * For how long it kept others from something until the job of a call ended that, such as writers from a source. Absent: nothing that
   * was measured.
   */
  readonly was_held?: ReportHeldTime;
  /** What the latest comparison of its two sides found. Absent: they were not compared, and before format 1.3. */
  readonly verified?: ReportVerification;
  readonly steps: readonly ReportStep[];
}

export interface ReportWarning {
  /** Address. */
  readonly step: string;
  readonly message: string;
  readonly hint?: string;
  readonly at: string;
}

export interface ReportHeldTime {
  /** The step that held it. */
  readonly step: string;
  /** The call whose job ended it. */
  readonly sent: string;
  /** Until the call was sent: our own work. */
  readonly own_ms: number;
  /** From then until the job was seen to have ended. */
  readonly job_ms: number;
  readonly ended_at: string;
}

/** `unstable`: the sides differ, and one of them was written meanwhile. */
export interface ReportVerification {
  readonly result: VerificationResult;
  /** How thoroughly: a word of the unit's kind. Absent where the journal does not say it. */
  readonly level?: string;
  /** For equal sides: how many the copy lacks, because the plan allows it. Absent: none, and before format 1.4. */
  readonly omitted?: number;
  /** How many were compared. Absent where the journal does not say it. */
  readonly documents?: number;
  /** What was written since then, it does not cover. */
  readonly at: string;
  /** Who had it verified again after it was applied. Absent: the run did it itself. */
  readonly by?: string;
}

export interface ReportStep {
  readonly address: string;
  readonly name: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly state: StepStatus;
  readonly operation?: string;
  readonly attempts: readonly ReportAttempt[];
  /** Of own work that was cut into slices: how many are recorded. */
  readonly slices?: { readonly done: number; readonly total: number };
  /** What was captured of the answer; never a secret. */
  readonly outputs?: Readonly<Record<string, Json>>;
  /** Of gates that were opened. */
  readonly approved?: { readonly by: string; readonly at: string };
}

/**
 * `open`: begun, and nothing is recorded after it. `retryable`: it certainly did not happen. `unknown`: it may have
 * happened; `settled` says how that was found out.
 */
export type AttemptOutcome = 'open' | 'succeeded' | 'retryable' | 'failed' | 'unknown';

export interface ReportAttempt {
  /** From 1. */
  readonly attempt: number;
  /** The run that made it. */
  readonly run: string;
  /** Of calls: when the intent was recorded, before the first byte was sent. */
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly outcome: AttemptOutcome;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  /** The vendor's id of the request, for their support. */
  readonly request_id?: string;
  /** The idempotency token that was sent. */
  readonly token?: string;
  readonly settled?: ReportSettlement;
  /** The unit was started over after it, so that it no longer counts. */
  readonly is_superseded?: boolean;
}

/** How an outcome that was not known was found out. */
export interface ReportSettlement {
  readonly resolution: 'happened' | 'did-not-happen';
  readonly by: 'lookup' | 'person';
  readonly evidence: string;
  readonly at: string;
}

export interface ReportApproval {
  readonly at: string;
  readonly step: string;
  readonly by: string;
  /** How many different approvers the plan asked for. Absent: it had no rule for the gate. */
  readonly needed?: number;
  readonly reason?: string;
  readonly ticket?: string;
  /** The machine that it was given on. Absent in journals of older versions, as `identity`. */
  readonly host?: string;
  /** How it is known who approved. */
  readonly identity?: ApproverIdentity;
}

export interface ReportEdit {
  readonly at: string;
  readonly from_digest: string;
  readonly to_digest: string;
  /** Steps that were left as they were done. */
  readonly kept: readonly string[];
  /** Steps that the plan no longer has. */
  readonly orphaned: readonly string[];
}

/** What the report rests on, so that anyone with the state can check it. */
export interface ReportEvidence {
  readonly state_id: string;
  /** Records of the journal; its export has one line more, the first. */
  readonly records: number;
  /** SHA-256 over exactly the bytes of the journal's export. */
  readonly sha256: string;
  /** The command that gives the same hash. */
  readonly how: string;
}
