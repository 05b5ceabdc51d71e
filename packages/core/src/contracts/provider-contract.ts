import { describe, expect, it } from 'vitest';
import { completeProvider } from '../provider/complete-provider.ts';
import type { ProviderDefinition } from '../provider/provider.ts';
import { KIND_RULES } from './provider/kind-rules.ts';
import { OPERATION_RULES } from './provider/operation-rules.ts';
import type { ProviderRule, ProviderUnderTest } from './provider/provider-under-test.ts';
import { REQUEST_RULES } from './provider/request-rules.ts';
import { SESSION_RULES } from './provider/session-rules.ts';
import { STARTER_RULES } from './provider/starter-rules.ts';

/** What every provider promises, in the order in which a new one meets it. */
export const PROVIDER_RULES: readonly ProviderRule[] = [
  ...OPERATION_RULES,
  ...KIND_RULES,
  ...REQUEST_RULES,
  ...SESSION_RULES,
  ...STARTER_RULES,
];

/**
 * The contract of every `Provider`. A provider's test calls this once.
 *
 * @example
 * ```ts
 * describeProvider('acme-copy', { provider, config: { key: 'k' }, secrets: ['k'], units: [{ kind: 'copy', with: {} }] });
 * ```
 */
export function describeProvider(
  name: string,
  given: Omit<ProviderUnderTest, 'provider'> & { readonly provider: ProviderDefinition },
): void {
  const under = { ...given, provider: completeProvider(given.provider) };
  describe(`provider: ${name}`, () => {
    it.each(PROVIDER_RULES)('$promise', async ({ faultsOf }) => {
      expect(await faultsOf(under)).toEqual([]);
    });
  });
}
