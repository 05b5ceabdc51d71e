import type { PlannedProvider } from '../binding/planned-provider.ts';
import { findLiteralSecrets } from '../plan/schema/find-literal-secrets.ts';
import type { Value, ValueObject } from '../value/value.ts';

/**
 * Secrets that are in entries under `providers:` themselves, although they should not be. A kind may put parts of an entry
 * into a request, and a preview shows requests.
 */
export function entrySecrets(providers: Iterable<PlannedProvider>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { entry, provider } of providers) {
    for (const { path } of findLiteralSecrets(entry.config, provider.configSchema)) {
      const value = valueAt(entry.config, path);
      if (typeof value === 'string' && value !== '') found.add(value);
    }
  }
  return found;
}

function valueAt(value: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((current, key) => (current as ValueObject | undefined)?.[key], value);
}
