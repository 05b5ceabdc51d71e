import type { Clock, Random } from '../clock.ts';
import type { Json, JsonObject } from '../value/value.ts';
import type { ReadCall } from './read-call.ts';
import type { Transport } from './transport.ts';

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
   * Where ids of remote tasks are unique. What is looked up here is never one that a step at another place has, even if its
   * id is the same.
   *
   * @default at the vendor: no two connections of the provider's type know different tasks by one id
   */
  readonly taskScope?: string;
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
  /**
   * Whether the session gets itself others before that end, from a service that issues them.
   *
   * @default it does not
   */
  readonly renewsCredentials?: boolean;
  /** Secret values of the session's own credentials, so that they can be kept out of every text. */
  readonly secrets: readonly string[];
  /**
   * Sends one call, once.
   *
   * @throws ProviderError
   */
  call(operation: string, args: JsonObject, options: { readonly signal: AbortSignal }): Promise<CallResult>;
  /**
   * Ids of the tasks that already match an effect's natural key before it is first sent, so that a later look-up can tell
   * them from ours. Called for `lookup` and `token` operations with all `args` of one operation that are about to start.
   * Required where an operation is looked up.
   */
  findExisting?(operation: string, args: JsonObject, read: ReadCall): Promise<readonly string[]>;
  /**
   * Whether an effect that did not happen, as far as the journal knows, has happened all the same. A task that carries the effect's own
   * mark proves that a record was lost: the state is an old copy, or another copy of it is in use. Called before `token`,
   * `lookup` and `inspect` effects are sent; reads only. What `read` answers is shared with other units and may be seconds
   * old, but was asked for after the end of the unit's last effect; `readFresh` asks now, or gives what was asked for after
   * this look-up had its last answer.
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
  /** Settles a lost answer of a `lookup` or `inspect` operation, and is required where there is one. Reads only. */
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
  /** What an operator does so that it ends, as words that follow a colon; absent where it has ended. */
  readonly howToEnd?: string;
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
  /**
   * Ids that other steps have captured, that were there before, or of which an operator said that they are not this call's.
   * It grows while other steps capture theirs, and may have one for each unit of the plan: look in it for the few tasks that
   * are in question.
   */
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
      /**
       * It was made by an attempt of this state that was started over since, which has forgotten its records.
       *
       * @default false
       */
      readonly isOfEarlierStart?: boolean;
      /** Ids that match the natural key too, and are not the task of this effect. */
      readonly existingIds?: readonly string[];
      /**
       * The task is known by what it does alone, and not by a mark of the unit: another state may have created it for the
       * same work. Absent where a mark proves it.
       */
      readonly byKey?: { readonly taskId: string; readonly createdAtMs?: number; readonly isOver?: boolean };
    }
  /** It may have happened, and an operator must decide. `isOver`: each of the tasks found has ended, and holds no place. */
  | {
      readonly kind: 'undecided';
      readonly reason: string;
      readonly foundIds: readonly string[];
      readonly isOver?: boolean;
    };

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
  /** An operator must decide. */
  | { readonly kind: 'undecided'; readonly reason: string };

/** What tells one connection from another: name (`region`, `endpoint`) → value. No secrets; journaled and shown. */
export type ConnectionIdentity = Readonly<Record<string, string>>;
