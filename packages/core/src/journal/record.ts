import type { JsonObject } from '../value/value.ts';

/** Version of the record format. A store with a newer one is refused; older ones are read for ever. */
export const JOURNAL_VERSION = 5;

/** What a new state begins with. Records of later versions raise it, so that only states that hold some need a later reader. */
export const FIRST_JOURNAL_VERSION = 2;

/** The version that a reader must know to read the record. */
export function versionOfRecord(record: RecordBody): number {
  switch (record.kind) {
    case 'gate.approved':
      // An earlier reader would open the gate with the first of several approvals.
      return record.needed === undefined ? FIRST_JOURNAL_VERSION : 5;
    case 'gate.opened':
      return 5;
    case 'unit.verified':
      return 4;
    case 'step.retried':
      // An earlier reader would do what is left of work that was on something else.
      return record.plansAnew === true ? 4 : FIRST_JOURNAL_VERSION;
    case 'orphans.swept':
      return 3;
    default:
      return FIRST_JOURNAL_VERSION;
  }
}

/** One line of the journal: what was known, in the order in which it became durable. Holds no secret values. */
export type JournalRecord = RecordEnvelope & RecordBody;

export interface RecordEnvelope {
  /** Dense from 1. */
  readonly seq: number;
  /** Made by the writer; the same id twice is written once, so a commit whose answer was lost can be repeated. */
  readonly rid: string;
  /** The writer's epoch. */
  readonly epoch: number;
  /** Wall time in milliseconds since 1970; for display and time-outs of people, never for order. */
  readonly t: number;
}

export type NewRecord = Pick<RecordEnvelope, 'rid' | 't'> & RecordBody;

export type RecordBody =
  | RunStarted
  | StepIntent
  | StepSucceeded
  | StepFailed
  | StepResolved
  | JobPlanned
  | SliceDone
  | GateApproved
  | GateOpened
  | StepRetried
  | UnitDecided
  | UnitRedone
  | UnitVerified
  | PlanRebased
  | OrphansSwept
  | RunEnded;

export interface RunStarted {
  readonly kind: 'run.started';
  readonly run: string;
  readonly plan: string;
  readonly planDigest: string;
  readonly stepCount: number;
  /** Versions of core and of each provider type. */
  readonly versions: Readonly<Record<string, string>>;
  readonly owner: Owner;
  /** By alias of the provider. Absent in journals of older versions. */
  readonly connections?: Readonly<Record<string, RecordedConnection>>;
  /** By name of the migration, the alias of the provider that it uses. Absent in journals of older versions. */
  readonly uses?: Readonly<Record<string, string>>;
  /** Of migrations that were renamed, present name → first one, from which tokens derive. Absent: none was. */
  readonly firstNames?: Readonly<Record<string, string>>;
  /** Of units whose key was renamed, present address → first one, for the same reason. Absent: none was. */
  readonly firstUnits?: Readonly<Record<string, string>>;
  /** Digest of the saved preview that was applied; absent when the plan was applied as it is. */
  readonly preview?: string;
}

/** Where a provider of a run led. */
export interface RecordedConnection {
  /** Name → value: `region`, `endpoint`, `project_id`. */
  readonly identity: Readonly<Record<string, string>>;
  /** HMAC of the id of the key that signs, with the state's own key; absent for temporary credentials. */
  readonly key?: string;
}

/** Durable before the first byte of an effect is sent. */
export interface StepIntent {
  readonly kind: 'step.intent';
  readonly step: string;
  /** From 1, over all runs. */
  readonly attempt: number;
  readonly fingerprint: string;
  readonly operation: string;
  /** HMAC-SHA-256 of the request with the state's own key: compares requests without telling what a password was. */
  readonly requestDigest: string;
  readonly policy: 'token' | 'lookup' | 'inspect' | 'repeatable' | 'manual';
  /** The idempotency token that every attempt of this effect sends. */
  readonly token?: string;
  /** Ids that matched the effect's natural key before it was first sent. */
  readonly existingIds?: readonly string[];
  /** What the effect's object showed before it was first sent, as far as a later wait must tell old from new. */
  readonly before?: JsonObject;
  /**
   * What the effect keeps others from, and the call that lifts it, as the step says it: of a unit that left the plan, nothing else
   * does. Absent: nothing, or the journal is of an older version.
   */
  readonly holds?: {
    readonly label: string;
    readonly lift: string;
    /** Names of steps of the unit. */
    readonly liftedBy: string;
    readonly keptOnce?: string;
    readonly checkedBy?: string;
    readonly renewedBy?: string;
    readonly overOnce?: string;
    readonly sentBy?: string;
    readonly endsAfterMs?: number;
  };
}

/** Durable before any dependent starts. */
export interface StepSucceeded {
  readonly kind: 'step.succeeded';
  readonly step: string;
  readonly attempt: number;
  readonly fingerprint: string;
  /** Allow-listed captures only. */
  readonly outputs: JsonObject;
  readonly requestId?: string;
  /** What it found that is no failure, and what can be done. Cut as `warningOf` says. Absent: nothing, or the journal is older. */
  readonly warning?: string;
  readonly hint?: string;
}

export interface StepFailed {
  readonly kind: 'step.failed';
  readonly step: string;
  readonly attempt: number;
  readonly fingerprint: string;
  /**
   * `retryable`: certainly not executed, another attempt follows. `terminal`: the unit is quarantined.
   * `unknown`: the effect may have happened; settled by a later `step.resolved`. Written when the answer was lost, and
   * again with the reason when a look-up could not settle it.
   */
  readonly outcome: 'retryable' | 'terminal' | 'unknown';
  /** The vendor's code or Waybill's own. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly requestId?: string;
  /**
   * Of a wait: polling again would show the same end, because the remote task itself ended. Of an effect without an intent:
   * each of the tasks that were found in its place has ended. Absent in old journals.
   */
  readonly isFinal?: boolean;
  /** Of a wait that would show the same end again: the remote task itself may run all the same. Absent: it does not. */
  readonly mayRun?: true;
  /** Remote tasks of another state that do, or did, the work of the step's unit. */
  readonly otherTasks?: readonly string[];
  /** Of an effect without an intent: remote tasks that carry its mark, so that a record of it may have been lost. */
  readonly foundIds?: readonly string[];
  /** Of a check that was answered and failed: what it keeps, should an operator pass it. Absent: nothing. */
  readonly outputs?: JsonObject;
  /** Of a wait: the work may have been done all the same, and an operator compares. */
  readonly mayBeDone?: boolean;
  /** Of a wait whose task is not known where the connection leads now: where it led when the task was made. */
  readonly movedFrom?: readonly MovedConnection[];
}

/** A provider that leads somewhere else than it did. */
export interface MovedConnection {
  /** Alias. */
  readonly provider: string;
  /** `region`, `endpoint`, `project_id`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** How an unknown outcome was settled. `happened` counts as success, with the outputs found. */
export interface StepResolved {
  readonly kind: 'step.resolved';
  readonly step: string;
  readonly attempt: number;
  readonly fingerprint: string;
  readonly resolution: 'happened' | 'did-not-happen';
  readonly by: 'lookup' | 'person';
  readonly evidence: string;
  readonly outputs: JsonObject;
  /** Ids that match the natural key of an effect without an intent, and are not its task. */
  readonly existingIds?: readonly string[];
}

/** A job was cut into slices. What an earlier plan of the same step had done counts no more. */
export interface JobPlanned {
  readonly kind: 'job.planned';
  readonly step: string;
  readonly attempt: number;
  readonly fingerprint: string;
  /** Bounded: see `MAX_PLAN_BYTES`. */
  readonly slices: readonly { readonly name: string; readonly arguments: JsonObject }[];
}

/** A slice was done. Written once for each slice of a `job.planned`; the first one counts. */
export interface SliceDone {
  readonly kind: 'slice.done';
  readonly step: string;
  readonly slice: string;
  /** Bounded: see `MAX_RESULT_BYTES`. */
  readonly result: JsonObject;
}

/** Somebody approved. It opens the gate, unless it says how many approvals are `needed`: then `gate.opened` does. */
export interface GateApproved extends ApprovalFacts {
  readonly kind: 'gate.approved';
  readonly step: string;
  readonly by: string;
  /** How many different approvers the plan asked for. Absent: it had no rule for the gate. */
  readonly needed?: number;
}

/** What an approval says of itself. */
export interface ApprovalFacts {
  /** Why, or the ticket. Absent when none was given, and in journals of older versions. */
  readonly reason?: string;
  readonly ticket?: string;
  /** The machine that it was given on. Absent in journals of older versions. */
  readonly host?: string;
  /** Absent in journals of older versions. */
  readonly identity?: ApproverIdentity;
  /** Wall time at which it was given. Absent: not known, or it is that of the record. */
  readonly atMs?: number;
}

/**
 * How it is known who approved. `flag`: as was passed, by nobody proven. `os-user`: the account of the machine. `ci-claimed`: a token
 * of the CI whose signature was not checked. `ci-verified`: one whose signature was.
 */
export type IdentityBasis = 'flag' | 'os-user' | 'ci-claimed' | 'ci-verified';

export interface ApproverIdentity {
  readonly basis: IdentityBasis;
  /** Of a token: who signed it, and for what, such as a repository. */
  readonly issuer?: string;
  readonly subject?: string;
}

/** As many approved as the plan asks for. What follows is asked once more whether that holds when it starts. */
export interface GateOpened {
  readonly kind: 'gate.opened';
  readonly step: string;
  /** Whose approvals counted. */
  readonly by: readonly string[];
}

/** An operator wants a failed step tried again; or a run does a step again, because what it has done may hold no longer. */
export interface StepRetried {
  readonly kind: 'step.retried';
  readonly step: string;
  readonly by: string;
  readonly reason: string;
  /** The run that retries all failed units, or does the step again; absent for a decision about one unit. */
  readonly run?: string;
  /** What it works on is found anew as well, so that its own work is planned anew. Absent: what is left of it is done. */
  readonly plansAnew?: true;
}

/**
 * An operator's decision on a unit that did not succeed. `accepted`: it counts as done, and dependents continue, without its
 * outputs. `skipped`: it is given up, and its dependents with it, but it is no failure any more.
 */
export interface UnitDecided {
  readonly kind: 'unit.decided';
  readonly unit: string;
  readonly decision: 'accepted' | 'skipped';
  /**
   * Of a unit that is given up because it is rolled back: how far that is. From `begun` on no run continues the unit. Absent:
   * it is not, or the journal is of an older version.
   */
  readonly rollback?: 'begun' | 'ended';
  /** Of a rollback that has ended: what the unit made at its target is still there. Absent: it was deleted, or it is not known. */
  readonly keepsTarget?: true;
  readonly by: string;
  readonly reason: string;
}

/**
 * An operator wants a unit done again from the start, as the plan says now: everything recorded of its steps is forgotten,
 * and its names and tokens are new. What it left at the vendor stays there.
 */
export interface UnitRedone {
  readonly kind: 'unit.redone';
  readonly unit: string;
  /** The steps whose records are forgotten. */
  readonly steps: readonly string[];
  /**
   * Remote tasks of a unit that had succeeded: they have ended, and must not be taken for tasks of its next start. Absent
   * for a unit that had not, whose task may still run.
   */
  readonly replacedIds?: readonly string[];
  /** Those of `steps` that only read: what they kept was made by nobody here. Absent: none kept anything. */
  readonly readSteps?: readonly string[];
  readonly by: string;
  readonly reason: string;
}

/** Both sides of a unit were compared again, after it was applied. The latest one counts. */
export interface UnitVerified {
  readonly kind: 'unit.verified';
  readonly unit: string;
  readonly result: 'equal' | 'different' | 'unstable';
  /** How thoroughly: a word of the unit's kind. */
  readonly level: string;
  /** Of equal sides: how many documents or keys the copy is without, because the plan allows it. Absent: none. */
  readonly omitted?: number;
  /** What each side showed before they were compared, in the words of the unit's kind: what was written since shows in it. */
  readonly noted: JsonObject;
  readonly by: string;
}

/**
 * The plan changed while steps were done or under way, and the user accepted that they stay as they are. That holds for
 * later runs too, until one of these steps changes again.
 */
export interface PlanRebased {
  readonly kind: 'plan.rebased';
  readonly fromDigest: string;
  readonly toDigest: string;
  readonly kept: readonly string[];
  /** Step → the fingerprint that it has in the changed plan. Absent in journals of older versions, which asked each time. */
  readonly accepted?: Readonly<Record<string, string>>;
  readonly orphaned: readonly string[];
}

/** What the vendors listed, after the deletes if there were any, of tasks that units left when they were started over. */
export interface OrphansSwept {
  readonly kind: 'orphans.swept';
  /** Units of which nothing is left → how often they had been started over by then. */
  readonly cleared: Readonly<Record<string, number>>;
  /** Units at vendors whose tasks do not say who created them, alike: what they left cannot be listed. */
  readonly unlisted: Readonly<Record<string, number>>;
  /** Ids of the tasks that were deleted. */
  readonly deleted: readonly string[];
  readonly by: string;
}

export interface RunEnded {
  readonly kind: 'run.ended';
  readonly run: string;
  readonly outcome: RunOutcome;
  readonly unitCounts: Readonly<Record<string, number>>;
  /** Providers to which nothing more was sent, and why. Absent: none. */
  readonly suspended?: readonly SuspendedProvider[];
  /** What ended the run before everything was done. Absent: nothing did, or the journal is of an older version. */
  readonly stopReason?: StopReason;
  /** Failed units whose tasks may run, and for whose places other units wait. Absent: none, or an older version. */
  readonly heldPlaces?: readonly string[];
}

/**
 * `credentials`: refused by a vendor. `connection`: it cannot be used as it is configured. `interrupted`: the caller's
 * signal. `cancelled`: a request from another process. `deadline`: the maximum runtime. `failures`: `on_failure: stop` or
 * the maximum of failed units. `error`: a fault that no step can account for; the run threw it. A run that lost its lock,
 * or whose journal cannot be written, cannot record its end.
 */
export type StopKind = 'credentials' | 'connection' | 'interrupted' | 'cancelled' | 'deadline' | 'failures' | 'error';

export interface StopReason {
  readonly kind: StopKind;
  /** One line: `interrupted by SIGINT`. */
  readonly message: string;
}

/** A provider whose credentials were refused, or whose connection cannot be used as it is configured. */
export interface SuspendedProvider {
  readonly provider: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * `succeeded`: nothing left to do. `gated`: only approvals are missing. `stopped`: ended early on request.
 * `failed`: finished, with failed or unknown units.
 */
export type RunOutcome = 'succeeded' | 'gated' | 'stopped' | 'failed';

/** Who holds, or held, a state. For people: nothing is decided by it. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly user: string;
  /** Link to the CI job, where there is one. */
  readonly url?: string;
}
