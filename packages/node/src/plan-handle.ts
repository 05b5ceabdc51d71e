import type {
  Adoption,
  AdoptionSearch,
  BuildPreviewOptions,
  Checkpoint,
  CheckpointStore,
  ChosenOrphan,
  Decision,
  Graph,
  JsonObject,
  OrphanList,
  Owner,
  Plan,
  PlannedUnit,
  Preview,
  PreviewDifference,
  Report,
  RunResult,
  SelectOptions,
  Standing,
  StepWith,
  Sweep,
  Transport,
} from '@waybill/core';
import type {
  ApproverIdentity,
  DifferenceCount,
  DifferentValues,
  FoundDifference,
  RefusedUnit,
  RunPreflightOptions,
} from '@waybill/core/internal';
import type { CredentialsCheck } from './check-credentials.ts';
import type { RollbackOptions } from './derive/roll-back-units.ts';
import type { VerifyOptions } from './derive/verify-units.ts';
import type { RunLiveness } from './live/run-liveness.ts';
import type { RunOptions } from './run-plan.ts';
import type { StateFindings } from './state/inspect-plan-state.ts';
import type { PlanStatus, RecordedState, StepWhy } from './state/plan-status.ts';
import type { SurroundingsOptions } from './surroundings.ts';

/** Everything a plan touches outside of its own text. What is left out is what the command line would use. */
export interface OpenPlanOptions extends SurroundingsOptions {
  /**
   * The state: where it is (a path, or a URL as `openStore` takes it), or an open store, which stays yours to dispose. Default:
   * `.waybill/<plan name>.db` next to the plan file, as for the command line, so that either resumes what the other began.
   * A state that is found only below `cwd`, where earlier versions kept it, is used with a warning.
   */
  readonly state?: string | CheckpointStore;
  /**
   * The state of a plan that is derived from this one. `verb`: `verify` or `rollback`.
   *
   * @default beside `state`, as `shop~verify.db`; where `state` is an open store, one that is gone with this object
   */
  readonly derivedState?: (verb: string) => string | CheckpointStore;
  /**
   * How requests are sent; it stays yours to dispose.
   *
   * @default undici
   */
  readonly transport?: Transport;
}

/** Which units, how much of each, and what is found out for it. */
export interface PreviewOptions
  extends SelectOptions,
    Pick<BuildPreviewOptions, 'detail'>,
    Pick<RunPreflightOptions, 'readsSecrets' | 'allowedEndpoints' | 'timeLimitMs' | 'onProgress'> {
  /**
   * Asks the APIs what can be asked beforehand, by reads only and inside the declared limits.
   *
   * @default false
   */
  readonly asksApis?: boolean;
  /**
   * Simulates runs to say how long it takes.
   *
   * @default false
   */
  readonly estimates?: boolean;
  /**
   * With `estimates`: calls at once over all providers together, as `apply` will be given it. At least 1.
   *
   * @default no such cap
   */
  readonly parallelism?: number;
  /**
   * The state that applying it would create gets its id now, so that it is the same on every machine.
   *
   * @default true
   */
  readonly fixesState?: boolean;
  /** Ends the asking: `preview` rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** A plan together with its state. Disposing it stops a run under way, waits for its end, and closes what it opened. */
export interface OpenPlan extends AsyncDisposable {
  readonly plan: Plan;
  readonly graph: Graph;
  /**
   * What applying would do now. Asks no API unless `asksApis` is set, and creates no state.
   *
   * @throws RunOptionError when `parallelism` is no whole number of at least 1
   */
  preview(options?: PreviewOptions): Promise<Preview>;
  /**
   * Carries the plan out, or resumes where an earlier run of any process stopped. Resolves when nothing more can be
   * done: failed units and gates are in the result and are not thrown.
   *
   * @throws RunOptionError when a number among the options is none that a run can follow; then nothing was opened
   * @throws StateLockedError while another process runs the plan
   * @throws StateUnusableError when the state is damaged, of another plan, or of a newer version
   * @throws PlanChangedError when steps changed that were done or begun, without `keepChanged`
   * @throws PreviewStaleError when the given preview is not what would be done now
   * @throws NothingSelectedError when `target` and `exclude` leave no unit
   * @throws SecretsMissingError when a secret of the plan has no value
   * @throws SecretCommandsRefusedError when a secret comes from a command, without `allowsSecretCommands`
   * @throws SecretCommandError when the command of a secret gives no value
   * @throws CredentialsError when a provider finds no credentials
   * @throws LeaseLostError when another process took the state over
   * @throws JournalWriteError when the state cannot be written
   */
  apply(options?: RunOptions): Promise<RunResult>;
  /** In what an approved preview differs from what would be done now; empty when it may be applied. Takes no lock. */
  comparePreview(preview: Preview, expiry?: PreviewExpiry): Promise<readonly PreviewDifference[]>;
  /**
   * What became of the plan, as its journal says, beside what was to be done: the preview that was applied, or the plan
   * as it is.
   *
   * @throws StateMissingError when the plan has no state
   */
  report(preview?: Preview, options?: ReportOptions): Promise<Report>;
  /**
   * Opens gates that wait, by the addresses of their steps: for the run under way, in whatever process, or for the next
   * one. A gate is not approved beforehand.
   *
   * @throws DecisionRefusedError when one is no gate of the plan, or does not wait now; then none is opened
   * @throws PlanChangedError when steps changed that were done or begun: a run would be refused; then none is opened
   * @throws StateMissingError when the plan has no state
   */
  approve(gates: readonly string[], approval?: Approval): Promise<void>;
  /**
   * Gates whose approval waits for a run to take it; of gates with a rule, that of one approver, as far as it counts now.
   *
   * @default the owner
   */
  pendingApprovals(by?: string): Promise<ReadonlySet<string>>;
  /**
   * Journals what an operator decided on failed or unknown units and steps, all or none.
   *
   * @throws StateLockedError while a run is under way
   * @throws DecisionRefusedError when one of them is malformed or cannot be taken; then none is
   * @throws StateMissingError when the plan has no state
   */
  decide(decisions: readonly Decision[]): Promise<void>;
  /**
   * Prepares a comparison of what was applied, at any time after the copy; `apply` of what it gives compares. What is found
   * is in the result of that run, and kept for each unit in the state of the plan.
   *
   * @throws StateMissingError when the plan has no state
   * @throws NothingSelectedError when `target` and `exclude` leave no unit
   * @throws DecisionRefusedError when no unit can be compared, or not by that level
   */
  verification(options?: VerifyOptions): Promise<DerivedRun>;
  /**
   * Prepares a rollback, which leads clients of units back to their sources; `apply` of what it gives does so. Once it has
   * begun, no run of the plan continues these units; `redo` starts them over.
   *
   * @throws StateMissingError when the plan has no state
   * @throws NothingSelectedError for a target that names nothing
   * @throws DecisionRefusedError when no unit can be led back
   */
  rollback(options: RollbackOptions): Promise<DerivedRun>;
  /**
   * Whether something was written to either side of units since `verification` compared them. Reads only. Units that were
   * not compared are left out.
   *
   * @throws StateMissingError when the plan has no state
   * @throws NothingSelectedError when `target` and `exclude` leave no unit
   */
  freshness(options?: SelectOptions & AskOptions): Promise<ReadonlyMap<string, UnitFreshness>>;
  /**
   * Who uses which side of units that wait until their clients have moved, as far as the vendors say it. Reads only. Other
   * units are left out.
   *
   * @throws StateMissingError when the plan has no state
   * @throws NothingSelectedError when `target` and `exclude` leave no unit
   */
  usage(options?: SelectOptions & AskOptions): Promise<ReadonlyMap<string, readonly UsageFinding[]>>;
  /**
   * What verifications found that failed and were not repeated since, as far as they name it, and all that copies left out: each document or key once, in the
   * order of the plan. Takes no lock.
   */
  differences(): Promise<readonly FoundDifference[]>;
  /**
   * What both sides have now of differences, one for each; undefined where its kind cannot show it or its name was cut. Reads only. What it gives is
   * data of users, of which nothing is recorded.
   *
   * @throws ProviderError where a side cannot be read
   */
  valuesOf(found: readonly FoundDifference[], options?: AskOptions): Promise<readonly (DifferentValues | undefined)[]>;
  /** Asks the run that is in progress to stop, as its signal would; `no`: there is none. Waits for nothing. */
  cancel(by?: string): Promise<RunLiveness>;
  /** How far the plan is, also while another process runs it. */
  status(): Promise<PlanStatus>;
  /** Why a step waits, or the step that decides how far a unit is. Undefined: the plan has no such unit or step. */
  explain(address: string): Promise<StepWhy | undefined>;
  /** Every step and unit with all that is recorded about it. */
  recorded(): Promise<RecordedState>;
  /** The status of every step and unit, also while another process runs the plan. */
  standing(): Promise<Standing>;
  /** All that the state knows. Takes no lock. */
  checkpoint(): Promise<Checkpoint>;
  /** The journal as JSON lines: what it is, and then one record each. */
  exportJournal(): AsyncIterable<string>;

  /** Where the state is, as a user would write it. */
  stateLocation(): Promise<string>;
  hasState(): Promise<boolean>;
  /** Looks at the state and at where it is kept. Takes no lock and changes nothing. */
  inspectState(): Promise<StateFindings>;
  /** Who holds the state now; undefined when nobody does. */
  holder(): Promise<StateHolder | undefined>;
  /**
   * Takes the state from a process that holds it and is frozen or out of reach: whatever it still tries to record is
   * refused. Calls that it sent are settled by the next run.
   */
  breakLock(): Promise<void>;

  /**
   * Where the credentials of each connection are, and whether its API takes them: tried by one call that only reads.
   * Needs no state.
   */
  checkCredentials(options?: CredentialsOptions): Promise<readonly CredentialsCheck[]>;

  /** Looks up at the vendors the tasks of units whose first call is not recorded. Reads only. */
  findAdoptions(options?: FindOptions): Promise<AdoptionSearch>;
  /**
   * Takes over tasks that were found: they belong to this state from then on.
   *
   * @throws StateLockedError while a run is under way
   */
  adopt(found: readonly Adoption[], reason: string): Promise<void>;
  /**
   * Whether the vendor shows the task that the outputs of a call name. Undefined where it cannot be asked about it.
   *
   * @throws ProviderError when the vendor cannot be asked now
   */
  showsTask(step: StepWith<'hasEffect'>, outputs: JsonObject, options?: AskOptions): Promise<boolean | undefined>;
  /** Remote tasks of the plan that no unit owns any more. Reads only. */
  orphans(options?: AskOptions): Promise<OrphanList>;
  /**
   * Deletes those of the chosen tasks that are still orphans, for a reason as sure as the one they were listed with, and that the vendor deletes as they are; never one
   * because of which its unit has stopped.
   *
   * @throws StateLockedError while a run is under way
   * @throws StateMissingError when the plan has no state: then every task of it looks like one of another state
   */
  deleteOrphans(chosen: readonly ChosenOrphan[], options?: AskOptions): Promise<Sweep>;
}

/**
 * Work on units that were applied, as a plan of its own: derived from the plan and from what its state knows, with a state
 * of its own beside that of the plan. It is previewed, run, stopped and resumed as every plan is. Disposing it stops a run
 * under way and waits for its end.
 */
export interface DerivedRun extends AsyncDisposable {
  /** As the engine is given it; its units have the addresses that they have in the plan. */
  readonly plan: Plan;
  readonly graph: Graph;
  /** Units that were meant, and of which nothing is done. */
  readonly refused: readonly RefusedUnit[];
  /** Of a rollback: units that keep at their targets what they made there, and a later rollback can delete. */
  readonly deletable: readonly string[];
  /** What applying it would do now. */
  preview(options?: PreviewOptions): Promise<Preview>;
  /**
   * Runs it, or resumes it where an earlier one was cut off, and records in the state of the plan what came of it. No other
   * run of the plan is in progress meanwhile: both would use the same limits.
   *
   * @throws StateLockedError while another process runs the plan
   * @throws DecisionRefusedError when the plan was run since this was derived
   */
  apply(options?: DerivedRunOptions): Promise<RunResult>;
  /** What it found to differ. */
  differences(): Promise<readonly FoundDifference[]>;
  /** How many there are: comparisons count more than they name. */
  differenceCount(): Promise<DifferenceCount>;
  /** As `OpenPlan.valuesOf`, of what `differences` gives. */
  valuesOf: OpenPlan['valuesOf'];
}

export type DerivedRunOptions = Omit<
  RunOptions,
  'target' | 'exclude' | 'retryFailed' | 'preview' | 'previewExpiresAtMs' | 'keepChanged'
>;

/** `stale`: a side was written since, or is gone. `unknown`: a side could not be asked, or does not say how far it was written. */
export interface UnitFreshness {
  readonly freshness: 'fresh' | 'stale' | 'unknown';
  /** A sentence for each side. */
  readonly details: readonly string[];
}

/** What was found of who uses the source or the target of a unit. */
export interface UsageFinding {
  /** Whether clients use the source; null: it is not known. */
  readonly isInUse: boolean | null;
  /** One sentence. */
  readonly detail: string;
  readonly hint?: string;
  /**
   * The unit fails once its clients are confirmed, or they would use what is not theirs: the gate is to stay closed.
   *
   * @default false
   */
  readonly isBlocking?: boolean;
}

export type PreviewExpiry = Pick<RunOptions, 'previewExpiresAtMs'>;

export interface ReportOptions {
  /**
   * How the reader of a report gets the hash of the journal that it names.
   *
   * @default by the lines of exportJournal
   */
  readonly how?: string;
}

/** Who approves, and why. */
export interface Approval {
  /** @default the owner */
  readonly by?: string;
  /** Kept in the journal. */
  readonly reason?: string;
  /** Of a change or an issue. Kept in the journal. */
  readonly ticket?: string;
  /**
   * How it is known who approves. Kept in the journal, and as true as the program that says it.
   *
   * @default `flag` with `by`, otherwise `os-user`
   */
  readonly identity?: ApproverIdentity;
  /**
   * What `recorded` of this plan gave: the journal is read again only where something was written to it since.
   *
   * @default it is read
   */
  readonly recorded?: RecordedState;
}

/** A process that holds a state. */
export interface StateHolder {
  /** Undefined where it left no word about itself. */
  readonly owner: Owner | undefined;
}

export interface AskOptions {
  /** Ends the asking: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /**
   * Runs the commands of secrets that are needed for asking. Without it, a plan that needs such is refused.
   *
   * @default false
   */
  readonly allowsSecretCommands?: boolean;
}

export interface CredentialsOptions extends Pick<AskOptions, 'signal'> {
  /**
   * Tries the credentials that are found.
   *
   * @default true
   */
  readonly asksApis?: boolean;
}

export interface FindOptions extends AskOptions {
  /**
   * The units that are meant.
   *
   * @default all
   */
  readonly isMeant?: (unit: PlannedUnit) => boolean;
}
