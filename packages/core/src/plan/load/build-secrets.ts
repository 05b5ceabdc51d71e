import { parseDurationMs } from '../../value/duration.ts';
import { isValueObject, type Value } from '../../value/value.ts';
import type { SecretSource } from '../plan.ts';
import { isFamilySource } from '../secret-family.ts';

/** What `secrets:` declares. */
export interface DeclaredSecrets {
  readonly single: ReadonlyMap<string, SecretSource>;
  readonly families: ReadonlyMap<string, SecretSource>;
}

/** `secrets:` → sources. Entries whose shape is wrong have been reported and are left out. */
export function buildSecrets(section: Value | undefined): DeclaredSecrets {
  const single = new Map<string, SecretSource>();
  const families = new Map<string, SecretSource>();
  for (const [name, entry] of Object.entries(isValueObject(section) ? section : {})) {
    const source = readSource(entry);
    if (source !== undefined) (isFamilySource(source) ? families : single).set(name, source);
  }
  return { single, families };
}

const DEFAULT_TIMEOUT_MS = 10_000;

function readSource(entry: Value): SecretSource | undefined {
  if (!isValueObject(entry)) return undefined;
  const { env, file, command, timeout } = entry;
  if (typeof env === 'string') return { kind: 'env', name: env };
  if (typeof file === 'string') return { kind: 'file', path: file };
  const [program, ...rest] = Array.isArray(command) ? (command as readonly Value[]) : [];
  if (typeof program !== 'string' || !rest.every((argument) => typeof argument === 'string')) return undefined;
  const timeoutMs = typeof timeout === 'string' ? parseDurationMs(timeout) : undefined;
  return { kind: 'command', argv: [program, ...rest], timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS };
}
