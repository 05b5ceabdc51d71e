import type { Clock, Random } from '../clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { literalSecrets } from '../redact/literal-secrets.ts';
import { redactError } from '../redact/redact-error.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { type ConnectedProviders, connectProviders } from './connect-providers.ts';
import { readSecrets, type SecretReader } from './read-secrets.ts';

export interface WithProvidersOptions {
  readonly plan: Plan;
  readonly registry: ProviderRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readSecret: SecretReader;
  readonly signal: AbortSignal;
}

/** Connects outside of a run, for as long as `work` takes. What it throws is clean. */
export async function withProviders<Result>(
  options: WithProvidersOptions,
  transport: Transport,
  work: (connected: ConnectedProviders, redactor: Redactor, secrets: ReadonlyMap<string, string>) => Promise<Result>,
): Promise<Result> {
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    const secrets = readSecrets(options.plan, options.readSecret);
    for (const secret of [...secrets.values(), ...literalSecrets(options.plan)]) redactor.learn(secret);
    await using connected = await connectProviders({
      ...options,
      transport,
      secrets,
      stopping: options.signal,
      // A run, or the list before this one, may have called a moment ago.
      assumeFullWindows: true,
      onThrottled: () => {},
    });
    redactor.alsoFrom(() => connected.secrets);
    return await work(connected, redactor, secrets);
  } catch (error) {
    throw redactError(error, redactor);
  }
}
