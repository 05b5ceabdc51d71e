import { describe, expect, it } from 'vitest';
import { completeProvider } from '../provider/complete-provider.ts';
import { guardPlanning } from '../provider/guard-provider.ts';
import type { Provider, ProviderDefinition } from '../provider/provider.ts';
import { ProviderDefectError } from '../provider/provider-defect.ts';
import { createRegistry } from '../provider/registry.ts';
import { JOB_RULES } from './provider/job-rules.ts';
import { KIND_RULES } from './provider/kind-rules.ts';
import { LISTING_RULES } from './provider/listing-rules.ts';
import { LOOK_UP_RULES } from './provider/look-up-rules.ts';
import { OPERATION_RULES } from './provider/operation-rules.ts';
import { POLL_RULES } from './provider/poll-rules.ts';
import {
  type CompleteRule,
  type ProviderRule,
  type ProviderUnderTest,
  thrownBy,
} from './provider/provider-under-test.ts';
import { REQUEST_RULES } from './provider/request-rules.ts';
import { SESSION_RULES } from './provider/session-rules.ts';
import { STARTER_RULES } from './provider/starter-rules.ts';

/** What every provider promises, in the order in which a new one meets it. */
export const PROVIDER_RULES: readonly ProviderRule[] = [
  { promise: 'the engine takes the provider', faultsOf: refusals },
  ...[
    ...OPERATION_RULES,
    ...KIND_RULES,
    ...REQUEST_RULES,
    ...POLL_RULES,
    ...SESSION_RULES,
    ...LOOK_UP_RULES,
    ...JOB_RULES,
    ...LISTING_RULES,
    ...STARTER_RULES,
  ].map(asEngineSees),
];

function refusals({ provider }: ProviderUnderTest): readonly string[] {
  const thrown = thrownBy(() => createRegistry([provider]));
  return thrown === undefined ? [] : [thrown];
}

/** A provider is held to what the engine sees: with what it leaves out filled in, and with the shape of its answers checked. */
function asEngineSees({ promise, faultsOf }: CompleteRule): ProviderRule {
  return {
    promise,
    faultsOf: async ({ provider, connections = {}, ...under }) => {
      const seen = seeing();
      const others = Object.entries(connections).map(([alias, other]) => [alias, seen(other)] as const);
      try {
        return await faultsOf({ ...under, provider: seen(provider), connections: Object.fromEntries(others) });
      } catch (error) {
        if (error instanceof ProviderDefectError) return [error.message];
        throw error;
      }
    },
  };
}

/** The same provider is seen as the same one, whatever connection it serves. */
function seeing(): (provider: ProviderDefinition) => Provider {
  const known = new Map<ProviderDefinition, Provider>();
  return (provider) => {
    const seen = known.get(provider) ?? guardPlanning(completeProvider(provider));
    known.set(provider, seen);
    return seen;
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
