import type { Clock } from '../clock.ts';
import { type ConnectedProviders, type ConnectProvidersOptions, resolveConfig } from '../connect/connect-providers.ts';
import { assertInvariant } from '../errors.ts';
import { earlierCalls } from '../limits/earlier-calls.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { ProviderEntry } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { describeConnectFailure, notAsked } from './describe-finding.ts';
import { findForeignEndpoint } from './find-foreign-endpoint.ts';
import { findMissingSecrets } from './find-unknown.ts';
import { timeMessage } from './link-giving-up.ts';
import type { Preflight, PreflightFinding } from './preflight.ts';
import type { PreflightScope } from './preflight-scope.ts';
import { readOnlyProvider } from './read-only-provider.ts';

type ConnectParts = Omit<ConnectProvidersOptions, 'plan' | 'secrets' | 'stopping' | 'earlierCalls' | 'onThrottled'>;

export interface PreflightConnectionsOptions extends ConnectParts {
  readonly clock: Clock;
  readonly scope: PreflightScope;
  readonly connected: ConnectedProviders;
  readonly givingUp: AbortSignal;
  readonly allowedEndpoints?: readonly string[];
}

/** What keeps a provider from being asked at all. */
export interface Obstacle {
  readonly finding: PreflightFinding;
  /** Connecting went wrong, which is shown with the provider; its text is not repeated for each check. */
  readonly isFault: boolean;
}

/** The connections of a preflight. They can send no effect. */
export class PreflightConnections {
  readonly #options: PreflightConnectionsOptions;
  readonly #registry: ProviderRegistry;

  constructor(options: PreflightConnectionsOptions) {
    const { registry, givingUp } = options;
    this.#options = options;
    this.#registry = new Map(
      [...registry].map(([type, provider]) => [type, readOnlyProvider(provider, givingUp)] as const),
    );
  }

  /** Undefined when it is connected, otherwise what stands in the way of asking it. */
  async connect(entry: ProviderEntry): Promise<Obstacle | undefined> {
    const { scope, connected, givingUp } = this.#options;
    const unknown = findMissingSecrets(entry.config, scope);
    if (unknown !== undefined) return { finding: notAsked(unknown), isFault: false };
    try {
      const foreign = this.#findForeignEndpoint(entry);
      if (foreign !== undefined) return { finding: foreign, isFault: true };
      await connected.connect(entry, this.#connectOptions());
      return undefined;
    } catch (error) {
      if (givingUp.aborted) return { finding: notAsked(timeMessage(givingUp)), isFault: false };
      const finding = describeConnectFailure(error);
      if (finding === undefined) throw error;
      return { finding, isFault: true };
    }
  }

  /** Once all are connected: which of them share an account decides how fast each may be. */
  openChannels(): void {
    this.#options.connected.openChannels(this.#connectOptions());
  }

  of(alias: string): RunProvider {
    const connection = this.#options.connected.byAlias.get(alias);
    assertInvariant(connection !== undefined, `a provider without an obstacle is connected: ${alias}`);
    return connection;
  }

  /** Of credentials that end and are not renewed, by alias. */
  credentialsEnd(): NonNullable<Preflight['credentialsEnd']> {
    const now = this.#options.clock.now();
    return new Map(
      [...this.#options.connected.byAlias].flatMap(([alias, { channel }]) => {
        const { credentialsEndAtMs: atMs, renewsCredentials = false } = channel.session;
        return atMs === undefined || renewsCredentials
          ? []
          : [[alias, { atMs, leftMs: Math.max(0, atMs - now) }] as const];
      }),
    );
  }

  #findForeignEndpoint(entry: ProviderEntry): PreflightFinding | undefined {
    const { allowedEndpoints, scope } = this.#options;
    if (allowedEndpoints === undefined) return undefined;
    const provider = this.#registry.get(entry.type);
    // Where its calls go, each of them says.
    if (entry.isAddressed === true) return findForeignEndpoint(undefined, allowedEndpoints);
    const endpoints = provider?.endpointsOf?.(resolveConfig(entry, (name) => scope.secrets.get(name)));
    return findForeignEndpoint(endpoints, allowedEndpoints);
  }

  #connectOptions(): ConnectProvidersOptions {
    const { scope, clock, givingUp } = this.#options;
    return {
      ...this.#options,
      plan: scope.plan,
      registry: this.#registry,
      secrets: scope.secrets,
      stopping: givingUp,
      earlierCalls: earlierCalls(scope.checkpoint, clock, false),
      onThrottled: () => {},
    };
  }
}

export function reasonOf({ finding, isFault }: Obstacle): string {
  if (!isFault) return finding.detail;
  return finding.verdict === 'blocking'
    ? 'its check credentials-work did not pass.'
    : 'its check credentials-work says why.';
}
