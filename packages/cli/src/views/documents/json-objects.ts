import type { MovedConnection, RunningOrphan, StopKind } from '@waybill/core/internal';
import type { DecisionNote, LiveAccount, LiveStatus, LiveTask } from '@waybill/node';
import type { ComparedUnits, JsonVerification, OmittedUnit, VerifiedUnitJson } from './compared-json.ts';
import type { WarningGroup } from './warning-json.ts';

export type { DecisionNote, LiveAccount as JsonAccount, LiveStatus as JsonLive, LiveTask as JsonLiveTask };

/** The objects that `--json` prints, in the casing that is part of their format. */

export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

export interface JsonDiagnostics {
  readonly format_version: string;
  readonly kind: 'diagnostics';
  readonly valid: boolean;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly next_steps: readonly NextStep[];
}

export interface JsonDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  readonly file?: string;
  readonly path?: string;
  readonly start?: JsonPosition;
  readonly end?: JsonPosition;
  /** Other places in the same file that are part of the finding. */
  readonly related?: readonly {
    /** Absent: the finding's own. */ readonly file?: string;
    readonly label: string;
    readonly start: JsonPosition;
    readonly end: JsonPosition;
  }[];
}

/** A command that makes sense now, ready to be copied, and why. */
export interface NextStep {
  readonly command: string;
  readonly why: string;
}

/** Units that failed, or whose outcome is not known, for the same reason. */
export interface FailureGroup {
  readonly code: string;
  /** Of verifications: what they found. */
  readonly result?: 'different' | 'unstable';
  readonly message: string;
  /** The messages of the units differ only in ids; this is the first one. */
  readonly is_example?: boolean;
  readonly hint?: string;
  readonly units: readonly string[];
}

/** Units that no run reaches because of another one. */
export interface SkippedGroup {
  /** The unit at the root of it. */
  readonly because: string;
  readonly because_status: string;
  readonly units: readonly string[];
}

/** What becomes of the steps of a plan that was edited since its last run. */
export interface JsonEdit {
  /** The plan is as it was last applied; what differs was kept as it was done. */
  readonly is_same_plan: boolean;
  readonly keep: number;
  /** Of the kept ones, those that mean something else now, and were accepted as they were done. */
  readonly accepted: readonly string[];
  readonly redo_needed: readonly string[];
  readonly orphaned: readonly string[];
  /** Units of these whose task may be running, and no run waits for it. */
  readonly running_orphans?: readonly RunningOrphan[];
  /** Migrations that are gone as a whole after a call was sent: nothing shows whether their tasks run. Absent: none. */
  readonly gone_migrations?: readonly string[];
  readonly new: number;
  /** Of the new ones, those that count as done, because steps after them are. Absent: none. */
  readonly implied?: readonly string[];
}

export interface WaitingGate {
  readonly unit: string;
  readonly step: string;
  readonly instruction: string;
  readonly command: string;
  /** With --usage, of a unit that waits until its clients have moved: who uses which side. */
  readonly usage?: readonly UsageJson[];
  /** An operator has approved it, and no run has taken that yet; of a gate with a rule, as many as it takes. */
  readonly approved?: ApprovedJson;
  /** What approvals amount to. Absent: the plan has no rule for the gate. */
  readonly approvals?: GateApprovalsJson;
}

export interface GateApprovalsJson {
  /** Different approvers whose approvals count now. */
  readonly given: number;
  readonly needed: number;
  /** In one line. */
  readonly summary: string;
  readonly approvals: readonly GivenApprovalJson[];
}

export interface GivenApprovalJson {
  readonly by: string;
  readonly counts: boolean;
  /** Why it does not count. */
  readonly why_not?: 'damaged' | 'not-an-approver' | 'no-reason' | 'dated-ahead' | 'expired' | 'repeated';
  /** Absent: not known. */
  readonly at?: string;
  /** Until when it counts. Absent: without end, or it does not count. */
  readonly until?: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** The machine that it was given on. */
  readonly host?: string;
  /** How it is known who approved: docs/security.md says what each is worth. */
  readonly identity?: { readonly basis: string; readonly issuer?: string; readonly subject?: string };
}

export interface ApprovedJson {
  readonly by: string;
  /** Absent: an older version, which did not say, posted it. */
  readonly at?: string;
  readonly reason?: string;
}

export interface UsageJson {
  /** Clients use the source; null: it is not known. */
  readonly is_in_use: boolean | null;
  readonly detail: string;
  readonly hint?: string;
  /** `cutover` refuses to open the gate because of it. */
  readonly is_blocking?: boolean;
}

/** Why a step did not start. */
export interface HeldBackJson {
  readonly policy: string;
  readonly detail: string;
  readonly steps: number;
  /** When it ends by itself. Absent: only when a unit ends. */
  readonly until?: string;
}

export interface JsonSummary {
  readonly format_version: string;
  readonly kind: 'summary';
  readonly plan: string;
  readonly run: string;
  readonly outcome: 'succeeded' | 'gated' | 'stopped' | 'failed';
  readonly exit_code: number;
  readonly duration_ms: number;
  /** Number of the last record of the journal that the numbers count. */
  readonly record: number;
  readonly steps: { readonly done: number; readonly total: number };
  /** Remote tasks that run. */
  readonly remote_tasks: number;
  readonly units: Readonly<Record<string, number>>;
  readonly failures: readonly FailureGroup[];
  readonly unknown: readonly FailureGroup[];
  readonly skipped: readonly SkippedGroup[];
  readonly decisions: readonly DecisionNote[];
  readonly gates: readonly WaitingGate[];
  readonly suspended: readonly {
    readonly provider: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  /** What units keep others from; of a run that ended as planned, those that left the plan. Absent: nothing. */
  readonly holds?: readonly StandingHoldJson[];
  /** Steps that a policy kept from starting until the end of the run. Absent: none. */
  readonly held_back?: readonly HeldBackJson[];
  /** What units kept others from until a job of the vendor ended it: of a run, during it. Absent: nothing. */
  readonly was_held?: readonly HeldTimeJson[];
  /** What ended the run before everything was done. Absent: nothing did. */
  readonly stop_kind?: StopKind;
  readonly stop_reason?: string;
  /** Units that failed or left the plan, whose remote tasks may run, and for whose places others wait. Absent: none. */
  readonly held_places?: readonly string[];
  /** Those of them that left the plan. Absent: none. */
  readonly held_by_orphans?: readonly string[];
  /** Units that left the plan before this run, whose tasks may be running. Absent: none. */
  readonly running_orphans?: readonly RunningOrphan[];
  /** Units whose copies lack something, because the plan allows it. Absent: none is. */
  readonly omitted?: readonly OmittedUnit[];
  /** What steps warned of during the run. Absent: nothing. */
  readonly warnings?: readonly WarningGroup[];
  /** What units have compared themselves, or were compared again since; of a plan of at most 5,000 units. Absent: nothing. */
  readonly compared?: readonly ComparedUnits[];
  /** For `waybill verify`: what it found for the units whose comparison it completed. */
  readonly verification?: JsonVerification;
  readonly next_steps: readonly NextStep[];
}

/** A step that was begun and has not ended, or a wait that a run resumes. */
export interface OpenStep {
  readonly step: string;
  readonly status: string;
  readonly since?: string;
  /** Why the last attempt ended. */
  readonly reason?: string;
  /** Of own work that was cut into slices. */
  readonly slices?: { readonly done: number; readonly total: number };
}

/** For how long a step kept others from something, until the job of a call ended it. */
export interface HeldTimeJson {
  readonly step: string;
  readonly sent: string;
  /** Until the call was sent. */
  readonly own_ms: number;
  /** From then until its job was seen to have ended. */
  readonly job_ms: number;
  readonly ended_at: string;
}

/** Something that a step keeps others from, and how it is lifted by hand. */
export interface StandingHoldJson {
  readonly step: string;
  readonly since: string;
  readonly holds: string;
  readonly lift: string;
}

export interface JsonStatus {
  readonly format_version: string;
  readonly kind: 'status';
  readonly plan: string;
  readonly state: string;
  /** Whether a run is in progress: `unknown` when it was started on another host. */
  readonly running: 'yes' | 'no' | 'unknown';
  readonly owner?: { readonly host: string; readonly pid: number; readonly user: string; readonly url?: string };
  readonly last_run?: {
    readonly run: string;
    readonly started_at: string;
    readonly outcome?: string;
    /** What ended it before everything was done. Absent: nothing did, or an older version wrote the journal. */
    readonly stop_kind?: StopKind;
    readonly stop_reason?: string;
    /** Providers to which nothing more was sent, and why. Absent: none. */
    readonly suspended?: JsonSummary['suspended'];
  };
  readonly last_record_at?: string;
  /** Present while the run is in progress in another process of this host. */
  readonly live?: LiveStatus;
  /** Absent when the plan is as it was last applied. */
  readonly edit?: JsonEdit;
  /** What a run refuses without --keep-changed: providers of begun steps that lead elsewhere than in the last run. */
  readonly moved?: readonly MovedConnection[];
  /** Number of the last record of the journal that the numbers count. */
  readonly record: number;
  readonly steps: { readonly done: number; readonly total: number };
  /** Remote tasks that run. */
  readonly remote_tasks: number;
  readonly units: Readonly<Record<string, number>>;
  readonly migrations: readonly { readonly name: string; readonly units: Readonly<Record<string, number>> }[];
  /** Units that failed or left the plan, whose remote tasks may run, and for whose places others wait. Absent: none. */
  readonly held_places?: readonly string[];
  /** Those of them that left the plan. Absent: none. */
  readonly held_by_orphans?: readonly string[];
  /** What units keep others from that have not succeeded: an index that is frozen. Absent: nothing. */
  readonly holds?: readonly StandingHoldJson[];
  /** What units kept others from until a job of the vendor ended it: of a run, during it. Absent: nothing. */
  readonly was_held?: readonly HeldTimeJson[];
  /** The latest comparison of units that `waybill verify` compared. Absent: none was. */
  readonly verified?: readonly VerifiedUnitJson[];
  /** Units whose copies lack something, because the plan allows it. Absent: none is. */
  readonly omitted?: readonly OmittedUnit[];
  /** What failed verifications found to differ, and how much of it is named. Absent: nothing. */
  readonly differences?: { readonly found: number; readonly named: number };
  /** What steps warned of, during any run. Absent: nothing that is recorded. */
  readonly warnings?: readonly WarningGroup[];
  readonly under_way: readonly OpenStep[];
  readonly failures: readonly FailureGroup[];
  readonly unknown: readonly FailureGroup[];
  readonly skipped: readonly SkippedGroup[];
  readonly decisions: readonly DecisionNote[];
  readonly gates: readonly WaitingGate[];
  /** Why, so that some of the gates may be approved although they do not say so. */
  readonly approvals_unreadable?: string;
  readonly next_steps: readonly NextStep[];
}

export interface JsonRehearsal {
  readonly format_version: string;
  readonly kind: 'rehearsal';
  readonly plan: string;
  readonly seed: number;
  /** Everything succeeded, and every disturbed run ended as the undisturbed one did. */
  readonly is_good: boolean;
  readonly virtual_duration_ms: number;
  /** Invocations of apply that it took: one more for each time that gates had to be approved. */
  readonly runs: number;
  readonly units: Readonly<Record<string, number>>;
  readonly calls: readonly { readonly operation: string; readonly calls: number; readonly effects: number }[];
  /** Gates that were approved on the way. */
  readonly gates: readonly string[];
  readonly failures: readonly FailureGroup[];
  /** Why it came to no end. */
  readonly breakdown?: string;
  readonly crash?: {
    readonly points: number;
    readonly tried: number;
    readonly differences: readonly { readonly point: string; readonly told: readonly string[] }[];
  };
  readonly next_steps: readonly NextStep[];
}
