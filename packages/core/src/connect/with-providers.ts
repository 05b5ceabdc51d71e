import type { Clock, Random } from '../clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { redactError } from '../redact/redact-error.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import type { Value } from '../value/value.ts';
import { type ConnectedProviders, connectProviders } from './connect-providers.ts';
import { learnSecrets, type SecretValues } from './learn-secrets.ts';
import { connectionSecrets, neededSecrets } from './needed-secrets.ts';

export interface WithProvidersOptions extends SecretValues {
  readonly plan: Plan;
  readonly registry: ProviderRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What is done while the providers are connected. */
export interface ProviderWork<Result> {
  /**
   * What is sent beside what connecting takes: secrets in it have to have a value.
   *
   * @default nothing
   */
  readonly sends?: readonly Value[];
  readonly transport: Transport;
  readonly work: (
    connected: ConnectedProviders,
    redactor: Redactor,
    secrets: ReadonlyMap<string, string>,
  ) => Promise<Result>;
}

/**
 * Connects outside of a run, for as long as `work` takes. Only secrets that it needs have to be there. What it throws is
 * clean.
 *
 * @throws SecretsMissingError
 * @throws SecretCommandsRefusedError when one that is needed comes from a command that was not run
 */
export async function withProviders<Result>(
  options: WithProvidersOptions,
  { sends = [], transport, work }: ProviderWork<Result>,
): Promise<Result> {
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    const { plan } = options;
    const needed = new Map([...connectionSecrets(plan), ...neededSecrets(sends, plan)]);
    const secrets = await learnSecrets({ plan, needed, redactor }, options);
    await using connected = await connectProviders({
      ...options,
      transport,
      secrets,
      stopping: options.signal,
      // A run, or the list before this one, may have called a moment ago.
      earlierCalls: 'until-now',
      onThrottled: () => {},
    });
    redactor.alsoFrom(() => connected.secrets);
    return await work(connected, redactor, secrets);
  } catch (error) {
    throw redactError(error, redactor);
  }
}
