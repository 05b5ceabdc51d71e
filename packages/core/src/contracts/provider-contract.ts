import { describe, expect, it } from 'vitest';
import { completeProvider } from '../provider/complete-provider.ts';
import { KIND_RULES } from './provider/kind-rules.ts';
import { LISTING_RULES } from './provider/listing-rules.ts';
import { OPERATION_RULES } from './provider/operation-rules.ts';
import type { CompleteRule, ProviderRule, ProviderUnderTest } from './provider/provider-under-test.ts';
import { REQUEST_RULES } from './provider/request-rules.ts';
import { SESSION_RULES } from './provider/session-rules.ts';
import { STARTER_RULES } from './provider/starter-rules.ts';

/** What every provider promises, in the order in which a new one meets it. */
export const PROVIDER_RULES: readonly ProviderRule[] = [
  ...OPERATION_RULES,
  ...KIND_RULES,
  ...REQUEST_RULES,
  ...SESSION_RULES,
  ...LISTING_RULES,
  ...STARTER_RULES,
].map(withDefaults);

/** A provider is held to what the engine sees: with what it leaves out filled in. */
function withDefaults({ promise, faultsOf }: CompleteRule): ProviderRule {
  return {
    promise,
    faultsOf: ({ provider, connections = {}, ...under }) => {
      const others = Object.entries(connections).map(([alias, other]) => [alias, completeProvider(other)] as const);
      return faultsOf({ ...under, provider: completeProvider(provider), connections: Object.fromEntries(others) });
    },
  };
}

/**
 * The contract of every `Provider`. A provider's test calls this once.
 *
 * @example
 * ```ts
 * describeProvider('acme-copy', { provider, config: { key: 'k' }, secrets: ['k'], units: [{ kind: 'copy', with: {} }] });
 * ```
 */
export function describeProvider(name: string, under: ProviderUnderTest): void {
  describe(`provider: ${name}`, () => {
    it.each(PROVIDER_RULES)('$promise', async ({ faultsOf }) => {
      expect(await faultsOf(under)).toEqual([]);
    });
  });
}
