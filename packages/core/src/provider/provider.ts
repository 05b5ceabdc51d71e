import type { JsonObject, ValueObject } from '../value/value.ts';
import type { Check } from './check.ts';
import type { JobDefinition } from './job.ts';
import type { Kind } from './kind.ts';
import type { Limits, Polling } from './limits.ts';
import type { Operation } from './operation.ts';
import type { Poll } from './poll.ts';
import type { RequestOutline } from './request-outline.ts';
import type {
  ConnectionIdentity,
  ConnectOptions,
  CredentialSearch,
  FoundCredentials,
  ProviderSession,
} from './session.ts';

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
  /** Own work on data that kinds may plan. Absent: none. */
  readonly jobs?: Readonly<Record<string, JobDefinition>>;
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
   * continue somewhere else without being asked. Pure; holds no secrets.
   *
   * @throws ProviderError when an address is invalid
   */
  connectionOf?(config: JsonObject): ConnectionIdentity;
  /**
   * Where `connect` would find credentials. Sends nothing.
   *
   * @throws CredentialsError when there are none
   */
  findCredentials?(options: CredentialSearch): Promise<FoundCredentials>;
  /**
   * Opens a session.
   *
   * @throws CredentialsError when no credentials can be found
   */
  connect(options: ConnectOptions): Promise<ProviderSession>;
}

/** An address that a provider's entry leads to. */
export interface ProviderEndpoint {
  /** The key of the entry that sets it, for messages. */
  readonly key: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** An https address that only the vendor itself can serve. */
  readonly isVendorHost: boolean;
}
