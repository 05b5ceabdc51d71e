import type { Clock, Random } from '../clock.ts';
import type { Json, JsonObject, Value, ValueObject } from '../plan/value.ts';
import type { Limits, Polling } from './limits.ts';
import type { Transport } from './transport.ts';

/**
 * A remote system, as the engine sees it. A provider is data and pure functions; everything with a connection or a
 * credential is in the `ProviderSession` that `connect` opens. An adapter package exports one constant of this type.
 */
export interface Provider {
  /** As written in a plan's `type:`. */
  readonly type: string;
  /** Part of a preview's identity: another version may expand kinds differently. */
  readonly version: string;
  /** JSON Schema of the provider's entry under `providers:`. */
  readonly configSchema: object;
  /** Regions that the vendor is known to have; one that is missing here is a warning, because vendors open new ones. */
  readonly regions?: readonly string[];
  readonly operations: Readonly<Record<string, Operation>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly checks: Readonly<Record<string, Check>>;
  readonly polls: Readonly<Record<string, Poll>>;
  readonly defaultLimits: Limits;
  readonly defaultPolling: Polling;
  /** The request that a call would send, without signature and credentials. Pure; `args` may hold reference texts. */
  buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline;
  /**
   * A cheap read that shows whether credentials work, made from the arguments of any step; undefined when these do not
   * lead to one. Asked at plan time when no check of a kind does it already.
   */
  readonly probe?: (args: ValueObject) => { readonly operation: string; readonly arguments: ValueObject } | undefined;
  /**
   * Every address that calls and credentials of an entry go to. Pure; `config` has its secrets filled in. Throws
   * `ProviderError` when an address is invalid. A provider without it is not asked for plans that nobody has reviewed.
   */
  endpointsOf?(config: JsonObject): readonly ProviderEndpoint[];
  /**
   * Where an entry leads, in the keys of the entry: the address, the region, the project. A run that has begun does not
   * continue somewhere else without being asked. Pure; holds no secrets. Throws `ProviderError` when an address is invalid.
   */
  connectionOf?(config: JsonObject): ConnectionIdentity;
  /** Where `connect` would find credentials. Sends nothing. Throws `CredentialsError` when there are none. */
  findCredentials?(options: CredentialSearch): Promise<FoundCredentials>;
  /** Opens a session. Throws `CredentialsError` when no credentials can be found. */
  connect(options: ConnectOptions): Promise<ProviderSession>;
}

/** What tells one connection from another: name (`region`, `endpoint`) → value. No secrets; journaled and shown. */
export type ConnectionIdentity = Readonly<Record<string, string>>;

/** An address that a provider's entry leads to. */
export interface ProviderEndpoint {
  /** The key of the entry that sets it, for messages. */
  readonly key: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** An https address that only the vendor itself can serve. */
  readonly isVendorHost: boolean;
}

/** What a preview shows of a call and what its digest covers. */
export interface RequestOutline {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly path: string;
  /** In the order sent; absent values left out. */
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** One documented API call, named as the vendor names it. */
export interface Operation {
  readonly name: string;
  /** One line for people: what the call does. */
  readonly title: string;
  /** Title of the vendor document that defines it. */
  readonly document: string;
  /** JSON Schema of the arguments: path, query and body fields in one object, as written under `with:`. */
  readonly requestSchema: object;
  readonly responseSchema: object;
  /** How a lost answer is settled. Absent for reads: an operation has an effect exactly when it has a recovery. */
  readonly recovery?: Recovery;
  /**
   * The only values that are kept of an answer: name → JSON pointer into `{ request, response }`, such as
   * `/response/instance_id`. A pointer that finds nothing captures `null`.
   */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * The pointer among those of `outputs` that gives the id of the remote task which this operation creates, such as
   * `/response/instance_id`: no two steps can own one task. Absent for operations that create none.
   */
  readonly taskId?: string;
  /** What to wait for after the call when it starts a remote task; `undefined` when these arguments start none. */
  readonly completion?: (args: ValueObject) => Completion | undefined;
  /**
   * Puts a text into the arguments by which the remote task that the call makes is recognised as the unit's, whatever the
   * state: it follows from the plan's name and the unit's address. Pure. Absent: tasks carry no text of ours.
   */
  readonly mark?: (args: ValueObject, mark: string) => ValueObject;
  /** The read that `findExisting` and `findEarlier` make before the first attempt of this effect; for estimates. */
  readonly readBefore?: (args: ValueObject) => PlannedRead;
  /** Set when the effect opens a remote task that counts against `active`; gives the target that it occupies. */
  readonly activeTarget?: (args: ValueObject) => Value | undefined;
  /**
   * What is wrong with the arguments of a low-level step beyond `requestSchema`, as far as it is known before the run. Paths
   * begin with `with`. Pure. A kind reports the problems of its own calls itself.
   */
  readonly problems?: (args: ValueObject) => readonly BlueprintProblem[];
  /** See `WrittenTarget`. Pure, and keeps no part of its argument, which is used again. Absent: the operation fills no target. */
  readonly writes?: (args: ValueObject) => readonly WrittenTarget[];
}

/**
 * Something that a unit fills: two units of one plan that fill the same one are refused. One whose identity is known only
 * at run time is left out.
 */
export interface WrittenTarget {
  /** For people, after "writes to": `the DCS instance 3333…`. */
  readonly label: string;
  /** The same texts for the same target, and for no other one. */
  readonly identity: readonly string[];
  /**
   * Where `identity` is unique: at the vendor, or only among what one connection reaches, as addresses of a private
   * network are.
   * @default 'vendor'
   */
  readonly within?: 'vendor' | 'connection';
  /** Key path below `with:` of the value that names it. */
  readonly path: readonly string[];
}

export interface PlannedRead {
  readonly operation: string;
  readonly arguments: ValueObject;
  /** What the answer has to show: one from before the step that made it is asked for anew. */
  readonly shows?: Value;
}

/**
 * - `token`: the vendor makes the call idempotent with a token in `argument`; it is sent again with the same token.
 * - `lookup`: the task is found by its natural key or unique name with `ProviderSession.reconcile`, and adopted.
 * - `inspect`: the state of the object is read first and decides (`ProviderSession.reconcile` too).
 * - `repeatable`: sending it twice does the same as sending it once.
 * - `manual`: nothing can be known; the unit stops and a person decides.
 */
export type Recovery =
  | { readonly policy: 'token'; readonly argument: string }
  | { readonly policy: 'lookup' }
  | { readonly policy: 'inspect' }
  | { readonly policy: 'repeatable' }
  | { readonly policy: 'manual' };

/** A remote task to wait for: which poll observes it, and what counts as reached. */
export interface Completion {
  readonly poll: string;
  readonly goal: string;
  /** Arguments of the poll; may refer to outputs of the call as `steps.call.outputs.<name>`. */
  readonly arguments: ValueObject;
}

/** A high-level recipe: one unit becomes the steps that a careful person would do. Pure. */
export interface Kind {
  readonly name: string;
  readonly title: string;
  /** JSON Schema of `with:`. */
  readonly withSchema: object;
  /** Which of the migration's own keys the kind understands; others are refused in the plan. */
  readonly options: readonly (keyof KindOptions)[];
  /** Names that other migrations can refer to as `migrations.<unit>.outputs.<name>`. */
  readonly outputs: readonly string[];
  /**
   * Key paths below `with:` whose values decide which steps a unit has, how they need each other, and what is wrong with
   * it; every other value only passes through. Spares expanding each of very many units to check them. Absent: any
   * value may decide.
   */
  readonly decisivePaths?: readonly (readonly string[])[];
  expand(input: KindInput): Blueprint;
  /** See `WrittenTarget`. Pure, and keeps no part of its argument, which is used again. Absent: units of this kind fill no target. */
  readonly writes?: (values: ValueObject) => readonly WrittenTarget[];
  /** What the migration means for users of the data; absent when there is nothing to say. Pure. */
  readonly impact?: (input: KindInput) => Impact;
}

/** Sentences for people, from the vendor's documents; empty where nothing is to be said. */
export interface Impact {
  /** What users of the data notice, and when. */
  readonly downtime: string;
  /** How to roll back, and until when. */
  readonly wayBack: string;
}

export interface KindInput {
  /** The unit's address, for texts. */
  readonly address: string;
  readonly with: ValueObject;
  readonly options: KindOptions;
}

export interface KindOptions {
  readonly cutover?: Cutover;
  /** What happens to the vendor's task record after success. Default `keep`. */
  readonly cleanup?: 'keep' | 'delete';
}

/** How an incremental migration ends. */
export interface Cutover {
  readonly mode: 'none' | 'manual' | 'exchange-ip';
  /** Replication lag, in bytes of the replication offset, that must hold before the gate opens. Default 0. */
  readonly maxLag: number;
  /** How long the lag must hold, in milliseconds. Default 0. */
  readonly lagForMs: number;
  readonly exchangedIp?: readonly string[];
  readonly isExchangeDomain?: boolean;
}

/** What a kind (or a low-level operation) makes of one unit. */
export interface Blueprint {
  readonly steps: readonly StepBlueprint[];
  /** The unit's outputs: name → where they come from. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** The span during which the unit keeps a remote task running. Absent when it never does. */
  readonly activity?: Activity;
  /** What the schema cannot say: combinations that cannot work. */
  readonly problems?: readonly BlueprintProblem[];
}

/** From the start of step `opens` to the end of step `closes` (names within the unit). */
export interface Activity {
  readonly opens: string;
  readonly closes: string;
  /** The target instance, for `active_per_target`. */
  readonly target?: Value;
}

export interface BlueprintProblem {
  readonly severity: 'error' | 'warning';
  /** Key path below the migration, such as `['with', 'target_instance', 'id']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
}

/** A step of a unit before it has an address. Without `needs` a step needs the step before it. */
export type StepBlueprint = CallBlueprint | AwaitBlueprint | CheckBlueprint | GateBlueprint;

interface BlueprintBase {
  /** Unique in the unit: `create`, `await-running`. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly needs?: readonly string[];
  /** Runs although its unit failed (restore settings), once the steps it needs have ended either way. */
  readonly always?: boolean;
}

/** One API call with an effect. */
export interface CallBlueprint extends BlueprintBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly arguments: ValueObject;
}

/** Waiting for a remote task. */
export interface AwaitBlueprint extends BlueprintBase {
  readonly kind: 'await';
  readonly poll: string;
  readonly goal: string;
  readonly arguments: ValueObject;
}

/** A read-only assertion: one call, and a named `Check` that judges the answer. */
export interface CheckBlueprint extends BlueprintBase {
  readonly kind: 'check';
  readonly operation: string;
  readonly arguments: ValueObject;
  readonly check: string;
  /** A second read whose answer the judge is given as well, such as the other side of a migration. */
  readonly beside?: { readonly operation: string; readonly arguments: ValueObject };
  /**
   * What the check should find, for its judge alone: never sent, and no part of what tells one read from another, so
   * that many units which expect different things of one answer share the read. Holds no secrets.
   */
  readonly expect?: ValueObject;
}

/** A stop until an operator approves. */
export interface GateBlueprint extends BlueprintBase {
  readonly kind: 'gate';
  /** What a person should have made sure of before approving. */
  readonly instruction: string;
}

/**
 * Judges the answer of a read by what the step expects. Pure. `beside` is the answer of the step's second read. A
 * `ProviderError` of class `not-found` of either read reaches `judgeNotFound`, with that read's arguments, when it is
 * there.
 */
export interface Check {
  readonly judge: (response: Json, args: JsonObject, expected: JsonObject, beside?: Json) => CheckFinding;
  readonly judgeNotFound?: (args: JsonObject, expected: JsonObject) => CheckFinding;
}

export type CheckFinding =
  | { readonly kind: 'passed'; readonly detail: string }
  /** Nothing that stops a run, but something a person should know before it. */
  | { readonly kind: 'warning'; readonly detail: string; readonly hint: string }
  | {
      readonly kind: 'failed';
      readonly detail: string;
      readonly hint: string;
      /** Remote tasks of another state that do, or did, the work of this very unit. */
      readonly otherTasks?: readonly string[];
    }
  /** The condition may pass by itself (an instance still starting): looked at again within the unit's time-out. */
  | { readonly kind: 'not-yet'; readonly detail: string };

/**
 * A batched read that serves many waiting steps: all waiting steps of one provider and one `scope` share each round.
 */
export interface Poll {
  /** The output of its verdicts that names the remote task, where the call that created it does not answer the id. */
  readonly taskId?: string;
  /** Groups waiting steps: all of one scope are served by the same calls (one sink instance, one project). */
  scope(args: JsonObject): string;
  /** One round for every waiting item of one scope; answers in the order of `items`, `undefined` for "not seen". */
  read(items: readonly PollItem[], context: PollContext): Promise<readonly (Observation | undefined)[]>;
  /**
   * The calls of one round that serves waits with these goals, for estimates. `unfinished`: those of them whose task is
   * not done yet. The calls of the first operation come one after another, those of the others all at once.
   */
  readonly callsOfRound: (
    goals: readonly string[],
    unfinished: readonly string[],
  ) => readonly { readonly operation: string; readonly calls: number }[];
  /** How long a wait for this goal may take when nothing is known about it. */
  readonly assumedDuration: (goal: string) => AssumedDuration;
  /** Pure: what an observation means for a goal. */
  judge(item: PollItem, observation: Observation | undefined, history: PollHistory): Verdict;
}

/** A guess, for estimates only: half of the waits are over by `p50Ms`, nine of ten by `p90Ms`. */
export interface AssumedDuration {
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** What the guess rests on, in words. */
  readonly source: string;
}

export interface PollItem {
  readonly goal: string;
  readonly arguments: JsonObject;
}

/** What the vendor said about one task: the fields that `judge` needs, and no secrets. */
export type Observation = JsonObject;

export interface PollContext {
  /** Calls a read operation through the provider's limits and retries. */
  readonly read: ReadCall;
  /** Counts the rounds of this scope from 0, so that a round can look at a rotating part of the items. */
  readonly round: number;
}

export type ReadCall = (operation: string, args: JsonObject) => Promise<Json>;

/** What is known about the wait so far. */
export interface PollHistory {
  /** How long this step has been waiting in this run, in milliseconds. */
  readonly waitedMs: number;
  /** The same over all runs, from when the step could first begin. Absent: as `waitedMs`. */
  readonly sinceReadyMs?: number;
  /** Since when the goal's own condition has held without a break (a lag below its bound); undefined when it does not. */
  readonly heldSinceMs: number | undefined;
  /** The round's time on the same scale as `heldSinceMs`. */
  readonly nowMs: number;
  /** Statuses seen in this wait, oldest first, without repetitions in a row, at most 32. */
  readonly statuses: readonly string[];
}

export type Verdict =
  /** Still running. `holds`: the goal's condition holds in this round (feeds `heldSinceMs`). */
  | {
      readonly kind: 'pending';
      readonly status: string;
      readonly holds?: boolean;
      /** 0 to 1, where the vendor gives one. */
      readonly progress?: number;
      /** Something the user should know, such as a status no document names. */
      readonly warning?: string;
    }
  | { readonly kind: 'reached'; readonly status: string; readonly outputs: JsonObject }
  | {
      readonly kind: 'failed';
      readonly status: string;
      readonly reason: string;
      /** Default `RUN_TASK_FAILED`. */
      readonly code?: string;
      readonly hint?: string;
      /** The wait failed but the remote task may go on, and still counts against `active`. Default false. */
      readonly isStillRunning?: boolean;
      /** Waiting again would show the same end. Default: the task no longer runs. */
      readonly isFinal?: boolean;
    };

export type CredentialSearch = Pick<ConnectOptions, 'alias' | 'config' | 'env'>;

export interface FoundCredentials {
  /** For people: the variables, the file or the keys of the plan, never a value. */
  readonly place: string;
  /** Their secret values, so that they can be looked for where they must not be. */
  readonly secrets: readonly string[];
  /** When they end, as far as their source says. */
  readonly endAtMs?: number | undefined;
}

export interface ConnectOptions {
  /** The provider's alias in the plan, for messages. */
  readonly alias: string;
  /** The provider's entry, with secrets filled in. */
  readonly config: JsonObject;
  /** The entry again, with secrets as their sources hold them now; for credentials that were replaced amid a run. */
  readonly reread?: () => JsonObject;
  /** Environment variables for the vendor's usual credential chain. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
}

/** An authenticated conversation with one provider. Holds no queue and repeats nothing: the engine does. */
export interface ProviderSession extends AsyncDisposable {
  /** Sessions with the same scope share one rate limit (endpoint and account or project). */
  readonly limitScope: string;
  /**
   * Whose credentials they are, where `limitScope` does not say it: sessions of one scope and principal are refused
   * together. Not a secret, and not shown.
   */
  readonly principal?: string;
  /** What only connecting shows of where the session leads, such as the project that the credentials belong to. */
  readonly connection?: ConnectionIdentity;
  /**
   * Which lasting key or user signs; absent for temporary credentials, which are others each time. Kept as a keyed digest
   * alone. Another one of the same project or account is a rotation: it is noted and refuses nothing.
   */
  readonly keyId?: string;
  /**
   * When the credentials end, by the wall clock in milliseconds since 1970; undefined when they do not, and when nothing
   * says so.
   */
  readonly credentialsEndAtMs?: number | undefined;
  /** Whether the session gets itself others before that end, from a service that issues them. Default: it does not. */
  readonly renewsCredentials?: boolean;
  /** Secret values of the session's own credentials, so that they can be kept out of every text. */
  readonly secrets: readonly string[];
  /** Sends one call, once. Throws `ProviderError`. */
  call(operation: string, args: JsonObject, options: { readonly signal: AbortSignal }): Promise<CallResult>;
  /**
   * Ids of the tasks that already match an effect's natural key before it is first sent, so that a later look-up can tell
   * them from ours. Called for `lookup` and `token` operations with all `args` of one operation that are about to start.
   */
  findExisting?(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]>;
  /**
   * Whether an effect that did not happen, as far as the journal knows, has happened all the same. A task that carries the effect's own
   * mark proves that a record was lost: the state is an old copy, or another copy of it is in use. Called before `token`,
   * `lookup` and `inspect` effects are sent; reads only. What `read` answers is shared with other units and may be seconds
   * old, older than what this unit has just created; `readFresh` asks now, or gives what was asked for after this look-up
   * had its last answer.
   */
  findEarlier?(call: FirstCall, read: ReadCall, readFresh: ReadCall): Promise<EarlierEffect>;
  /**
   * What the object of an `inspect` effect shows before the effect is first sent. Kept with its intent, and asked for only
   * where a step of the unit refers to it as `steps.<call>.before`: a wait that must tell a new end from an old one.
   */
  observeBefore?(operation: string, args: JsonObject, read: ReadCall): Promise<JsonObject | undefined>;
  /**
   * Every remote task that a unit of any plan and state created, as far as the task itself says so. Reads only. Absent:
   * tasks carry no text of ours.
   */
  listMarked?(read: ReadCall): Promise<readonly MarkedTask[]>;
  /** Settles a lost answer of a `lookup` or `inspect` operation. Reads only. */
  reconcile?(lost: LostCall, context: ReconcileContext): Promise<Reconciliation>;
}

/** A remote task that carries the mark of a unit. */
export interface MarkedTask {
  readonly id: string;
  readonly name: string;
  /** As the vendor writes it. */
  readonly status: string;
  readonly createdAtMs?: number;
  /** Address of the machine that works on it, where there is one. */
  readonly machine?: string;
  /** See `unitToken`. */
  readonly unitToken?: string;
  /** See `unitMark`. Tasks of older versions do not carry it. */
  readonly unitMark?: string;
  /** It may still move data or hold a machine. */
  readonly isLive: boolean;
  /** It ended without having done its work. */
  readonly hasFailed?: boolean;
  /** The effect that deletes this task; absent while the vendor does not delete it. */
  readonly deleteWith?: { readonly operation: string; readonly arguments: JsonObject };
}

export interface CallResult {
  readonly response: Json;
  readonly requestId?: string;
}

/** An effect that was sent, or was about to be sent, and whose outcome is not known. */
export interface LostCall {
  readonly operation: string;
  readonly arguments: JsonObject;
  /** From `findExisting`, as stored with the intent. */
  readonly existingIds: readonly string[];
  /** From `observeBefore`, as stored with the intent. */
  readonly before?: JsonObject | undefined;
  /** Ids that other steps of this state have captured: never ours to adopt. */
  readonly takenIds: readonly string[];
  /** Wall time of the intent, in milliseconds since 1970. */
  readonly intendedAtMs: number;
}

/** An effect that is about to be sent, because it did not happen as far as the journal knows. */
export interface FirstCall {
  readonly operation: string;
  readonly arguments: JsonObject;
  /** Ids that other steps have captured, that were there before, or of which an operator said that they are not this call's. */
  readonly takenIds: readonly string[];
}

export type EarlierEffect =
  /** Nothing shows that it has happened: it is sent. */
  | { readonly kind: 'none' }
  /** It has happened, beyond doubt. `response` is what the call would have answered, as far as `outputs` needs it. */
  | {
      readonly kind: 'happened';
      readonly response: Json;
      readonly evidence: string;
      /** Ids that match the natural key too, and are not the task of this effect. */
      readonly existingIds?: readonly string[];
      /**
       * The task is known by what it does alone, and not by a mark of the unit: another state may have created it for the
       * same work. Absent where a mark proves it.
       */
      readonly byKey?: { readonly taskId: string; readonly createdAtMs?: number };
    }
  /** It may have happened, and an operator must decide. */
  | { readonly kind: 'undecided'; readonly reason: string; readonly foundIds: readonly string[] };

export interface ReconcileContext {
  readonly read: ReadCall;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export type Reconciliation =
  /** It happened; `response` is what the call would have answered, as far as `outputs` needs it. */
  | { readonly kind: 'happened'; readonly response: Json; readonly evidence: string }
  /** It certainly did not happen; it may be sent again. */
  | { readonly kind: 'did-not-happen'; readonly evidence: string }
  /** A person must decide. */
  | { readonly kind: 'undecided'; readonly reason: string };
