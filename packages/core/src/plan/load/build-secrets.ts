import { isValueObject, type Value } from '../../value/value.ts';
import type { SecretSource } from '../plan.ts';

/** `secrets:` → sources. Entries whose shape is wrong have been reported and are left out. */
export function buildSecrets(section: Value | undefined): ReadonlyMap<string, SecretSource> {
  const sources = new Map<string, SecretSource>();
  for (const [name, entry] of Object.entries(isValueObject(section) ? section : {})) {
    if (!isValueObject(entry)) continue;
    if (typeof entry.env === 'string') sources.set(name, { kind: 'env', name: entry.env });
    else if (typeof entry.file === 'string') sources.set(name, { kind: 'file', path: entry.file });
  }
  return sources;
}
