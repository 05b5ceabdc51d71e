import { createHmac, type KeyObject } from 'node:crypto';
import type { Clock, Random } from '../clock.ts';
import { assertInvariant } from '../errors.ts';
import type { RecordedConnection } from '../journal/record.ts';
import { type CallCap, CallDriver } from '../limits/call-driver.ts';
import { Budget, Channel, type ChannelOptions } from '../limits/channel.ts';
import { type ConnectionChange, ConnectionGate } from '../limits/connection-gate.ts';
import type { EarlierCalls } from '../limits/earlier-calls.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { Plan, ProviderEntry } from '../plan/plan.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import { guardProvider } from '../provider/guard-provider.ts';
import { identityOf } from '../provider/identity-of.ts';
import type { Limits, Polling, Rate, RetryPolicy } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { ConnectionIdentity, ProviderSession } from '../provider/session.ts';
import type { Transport } from '../provider/transport.ts';
import { defined } from '../value/defined.ts';
import { type JsonObject, resolveValue } from '../value/value.ts';
import type { ConnectedAccount } from './connected-account.ts';
import type { SecretReader } from './read-secrets.ts';

/** Repeats of reads: polls, checks and look-ups. Effects follow their migration's own `retry:`. */
const READ_RETRY: RetryPolicy = {
  maxAttempts: 5,
  initialIntervalMs: 500,
  backoffCoefficient: 2,
  maxIntervalMs: 30_000,
};

/** A call that was answered or refused. */
export interface ObservedCall {
  /** Alias of the connection. */
  readonly provider: string;
  readonly operation: string;
  /** `succeeded`, or the class of the error. */
  readonly outcome: string;
}

export interface ConnectProvidersOptions {
  readonly plan: Pick<Plan, 'providers' | 'secrets'>;
  readonly registry: ProviderRegistry;
  readonly secrets: ReadonlyMap<string, string>;
  /** Reads a secret again; absent: secrets stay as they were. */
  readonly readSecret?: SecretReader;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly stopping: AbortSignal;
  /** They may have used up the windows. */
  readonly earlierCalls: EarlierCalls;
  readonly onThrottled: (provider: string, holdMs: number) => void;
  /** A call of a provider was answered or refused. */
  readonly onCall?: (call: ObservedCall) => void;
  /** A provider's connection went down, or is back. */
  readonly onConnection?: (provider: string, change: ConnectionChange) => void;
  /** Calls at once over all providers together. Undefined: as many as the limits of each allow. */
  readonly cap?: CallCap | undefined;
}

/**
 * Every provider of the plan, connected; those on the same account share one budget, which keeps the limits of each.
 *
 * @throws CredentialsError
 */
export async function connectProviders(options: ConnectProvidersOptions): Promise<ConnectedProviders> {
  const connected = new ConnectedProviders();
  try {
    for (const entry of options.plan.providers.values()) await connected.connect(entry, options);
    connected.openChannels(options);
    return connected;
  } catch (error) {
    await connected[Symbol.asyncDispose]().catch((disposing: unknown) => {
      throw new SuppressedError(disposing, error);
    });
    throw error;
  }
}

export class ConnectedProviders implements AsyncDisposable {
  readonly byAlias: Map<string, RunProvider> = new Map();
  /** Known once the channels are open. */
  readonly accounts: ConnectedAccount[] = [];
  readonly #sessions: OpenSession[] = [];

  /** Values that must never appear in any text: the sessions' own credentials. */
  get secrets(): readonly string[] {
    return this.#sessions.flatMap(({ session }) => session.secrets);
  }

  /** Where each leads and whose key signs there, by alias, as it is journaled. */
  connections(digestKey: KeyObject): Readonly<Record<string, RecordedConnection>> {
    return Object.fromEntries(
      this.#sessions.map(({ alias, identity, session: { keyId } }) => {
        const key = keyId === undefined ? {} : { key: digestKeyId(keyId, digestKey) };
        return [alias, { identity, ...key }];
      }),
    );
  }

  async connect(entry: ProviderEntry, options: ConnectProvidersOptions): Promise<void> {
    const known = options.registry.get(entry.type);
    assertInvariant(known !== undefined, `the plan names known providers: ${entry.type}`);
    const provider = guardProvider(known, { alias: entry.alias, stopping: options.stopping });
    const config = resolveConfig(entry, (name) => options.secrets.get(name));
    const session = await provider.connect({
      alias: entry.alias,
      config,
      reread: () => resolveConfig(entry, (name) => readAgain(name, options)),
      env: options.env,
      transport: options.transport,
      clock: options.clock,
      random: options.random,
    });
    const limits = plannedLimits(entry, provider);
    const polling: Polling = { ...provider.defaultPolling, ...entry.polling };
    const identity = { ...identityOf(provider, config), ...session.connection };
    this.#sessions.push({ alias: entry.alias, provider, session, identity, limits, polling });
  }

  /** Once every session is known: which of them talk to the same account decides what each may do. */
  openChannels(options: ConnectProvidersOptions): void {
    const accounts = Map.groupBy(this.#sessions, ({ provider, session }) => `${provider.type}\n${session.limitScope}`);
    const calls = new CallDriver(options.clock, options.cap);
    for (const [scope, sessions] of accounts) {
      this.accounts.push({
        scope,
        providers: sessions.map(({ alias }) => alias),
        otherKeys: [],
        requests: tightestRate(sessions),
      });
      const budget = budgetOf(sessions, calls, options);
      for (const members of Map.groupBy(sessions, ({ session }) => session.principal).values()) {
        const gate = gateOf(members, options);
        for (const open of members) this.#openChannel(open, { budget, gate }, options);
      }
    }
  }

  #openChannel(
    { alias, provider, session, limits, polling }: OpenSession,
    shared: Pick<ChannelOptions, 'budget' | 'gate'>,
    options: ConnectProvidersOptions,
  ): void {
    const { onCall } = options;
    const channel = new Channel({
      alias,
      session,
      ...shared,
      retry: READ_RETRY,
      clock: options.clock,
      random: options.random,
      stopping: options.stopping,
      onThrottled: (holdMs) => options.onThrottled(alias, holdMs),
      ...defined({ onCall: onCall && onCallOf(alias, onCall) }),
    });
    this.byAlias.set(alias, { provider, channel, limits, polling });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // All of them, also after one that fails.
    const closed = await Promise.allSettled(
      this.#sessions.map(async ({ session }) => await session[Symbol.asyncDispose]()),
    );
    const errors = closed.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason as unknown] : []));
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'Several sessions could not be closed.');
  }
}

function onCallOf(provider: string, onCall: (call: ObservedCall) => void): NonNullable<ChannelOptions['onCall']> {
  return (operation, outcome) => onCall({ provider, operation, outcome });
}

function tightestRate(sessions: readonly OpenSession[]): Rate {
  const perMs = ({ count, intervalMs }: Rate): number => count / intervalMs;
  return sessions
    .map(({ limits }) => limits.requests)
    .reduce((left, right) => (perMs(right) < perMs(left) ? right : left));
}

interface OpenSession {
  readonly alias: string;
  readonly provider: Provider;
  readonly session: ProviderSession;
  readonly identity: ConnectionIdentity;
  readonly limits: Limits;
  readonly polling: Polling;
}

function budgetOf(sessions: readonly OpenSession[], calls: CallDriver, options: ConnectProvidersOptions): Budget {
  const budget = new Budget(
    sessions.map(({ limits }) => limits),
    calls,
  );
  if (options.earlierCalls !== 'none') budget.assumeFull(options.earlierCalls);
  return budget;
}

function gateOf(sessions: readonly OpenSession[], options: ConnectProvidersOptions): ConnectionGate {
  const { clock, random, onConnection } = options;
  return new ConnectionGate({
    clock,
    random,
    onChange: (change) => {
      for (const { alias } of sessions) onConnection?.(alias, change);
    },
  });
}

function digestKeyId(keyId: string, digestKey: KeyObject): string {
  return createHmac('sha256', digestKey).update(`key ${keyId}`).digest('hex').slice(0, 16);
}

/** A source that is empty for a moment, because it is being written, changes nothing. */
function readAgain(name: string, { plan, secrets, readSecret }: ConnectProvidersOptions): string | undefined {
  const source = plan.secrets.get(name);
  const value = source === undefined ? undefined : readSecret?.(source);
  return value === undefined || value === '' ? secrets.get(name) : value;
}

export function resolveConfig(entry: ProviderEntry, secretOf: (name: string) => string | undefined): JsonObject {
  return resolveValue(entry.config, (reference) => {
    const [root, name = ''] = reference.path;
    const secret = root === 'secrets' ? secretOf(name) : undefined;
    assertInvariant(secret !== undefined, `a provider's entry refers to secrets only: ${reference}`);
    return secret;
  }) as JsonObject;
}
