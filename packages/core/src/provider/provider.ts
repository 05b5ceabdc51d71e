import type { JsonObject, ValueObject } from '../value/value.ts';
import type { Check } from './check.ts';
import type { Comparison } from './comparison.ts';
import type { JobDefinition } from './job.ts';
import type { Kind } from './kind.ts';
import type { Limits, Polling } from './limits.ts';
import type { Listing } from './listing.ts';
import type { Operation } from './operation.ts';
import type { Poll, PollDefinition } from './poll.ts';
import type { RequestOutline } from './request-outline.ts';
import type {
  ConnectionIdentity,
  ConnectOptions,
  CredentialSearch,
  FoundCredentials,
  ProviderSession,
} from './session.ts';
import type { StarterPlan } from './starter-plan.ts';

/**
 * What a provider must give. With no more than this, plans of single operations are checked, previewed, applied and
 * resumed: `minimal-provider.test.ts` is a whole one.
 */
export interface ProviderEssentials {
  /** As written in a plan's `type:`. */
  readonly type: string;
  /** Part of a preview's identity: another version may expand kinds differently. */
  readonly version: string;
  /**
   * JSON Schema of the provider's entry under `providers:`. Of formats, `uri` is checked: a text that `new URL` reads and that
   * names a host.
   */
  readonly configSchema: object;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The request that a call would send, without signature and credentials. Pure; `args` may hold reference texts. */
  buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline;
  /**
   * Opens a session.
   *
   * @throws CredentialsError when no credentials can be found
   */
  connect(options: ConnectOptions): Promise<ProviderSession>;
}

/**
 * A remote system, as the engine sees it. A provider is data and pure functions; everything with a connection or a
 * credential is in the `ProviderSession` that `connect` opens. An adapter package exports one constant of this type, or
 * of `ProviderDefinition`: besides the essentials everything has a default.
 */
export interface Provider extends ProviderEssentials {
  /**
   * Recipes of several steps.
   *
   * @default none: migrations use single operations
   */
  readonly kinds: Readonly<Record<string, Kind>>;
  /**
   * Plans that `waybill init` writes.
   *
   * @default none
   */
  readonly starters?: readonly StarterPlan[];
  /** @default none */
  readonly checks: Readonly<Record<string, Check>>;
  /** @default none: no operation has a `completion` to wait for */
  readonly polls: Readonly<Record<string, Poll>>;
  /**
   * Own work on data that kinds may plan.
   *
   * @default none
   */
  readonly jobs?: Readonly<Record<string, JobDefinition>>;
  /**
   * Compares what two connections of this type have, for kinds of other providers.
   *
   * @default kinds of other providers cannot compare what its connections have
   */
  readonly comparison?: Comparison;
  /**
   * What the API allows, where a plan states no `limits`.
   *
   * @default 5 calls a second, 4 of them at once, and any number of remote tasks
   */
  readonly defaultLimits: Limits;
  /** @default after 5 seconds at first, and every minute when nothing changes */
  readonly defaultPolling: Polling;
  /**
   * Regions that the vendor is known to have; one that is missing here is a warning, because vendors open new ones.
   *
   * @default any region is accepted
   */
  readonly regions?: readonly string[];
  /**
   * A cheap read that shows whether credentials work, made from the arguments of any step; undefined when these do not
   * lead to one. Asked at plan time when no check of a kind does it already.
   *
   * @default a preview does not try the credentials unless a check of a kind does
   */
  readonly probe?: (args: ValueObject) => { readonly operation: string; readonly arguments: ValueObject } | undefined;
  /**
   * What `waybill discover` can write into an inventory, by name; the first one is taken when none is named.
   *
   * @default nothing can be discovered
   */
  readonly listings?: Readonly<Record<string, Listing>>;
  /**
   * Every address that calls and credentials of an entry go to. Pure; `config` has its secrets filled in. Throws
   * `ProviderError` when an address is invalid.
   *
   * @default the provider is not asked for plans that nobody has reviewed
   */
  endpointsOf?(config: JsonObject): readonly ProviderEndpoint[];
  /**
   * Where an entry leads, in the keys of the entry: the address, the region, the project. A run that has begun does not
   * continue somewhere else without being asked. Pure; holds no secrets.
   *
   * @throws ProviderError when an address is invalid
   * @default runs are not held to the place where they began
   */
  connectionOf?(config: JsonObject): ConnectionIdentity;
  /**
   * Where `connect` would find credentials. Sends nothing.
   *
   * @throws CredentialsError when there are none
   * @default previews and `doctor` do not say where credentials come from
   */
  findCredentials?(options: CredentialSearch): Promise<FoundCredentials>;
}

/** A provider as its author may write it: what is left out takes the default that `Provider` states. */
export type ProviderDefinition = ProviderEssentials &
  Partial<Omit<Provider, keyof ProviderEssentials | 'polls'>> & {
    readonly polls?: Readonly<Record<string, PollDefinition>>;
  };

/** An address that a provider's entry leads to. */
export interface ProviderEndpoint {
  /** The key of the entry that sets it, for messages. */
  readonly key: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** An https address that only the vendor itself can serve. */
  readonly isVendorHost: boolean;
}
