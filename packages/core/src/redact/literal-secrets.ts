import { urlSecretsIn } from '../diagnostics/url-passwords.ts';
import type { Plan } from '../plan/plan.ts';
import { Interpolation, isDeferred } from '../value/value.ts';

/**
 * Secret values that are in the plan itself or in its inputs, although they should not be: passwords and tokens inside
 * URLs. As written, and decoded, because vendors echo either.
 */
export function literalSecrets({
  inputs,
  providers,
  migrations = new Map(),
}: Pick<Plan, 'inputs' | 'providers'> & Partial<Pick<Plan, 'migrations'>>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const part of [inputs, ...providers.values(), ...migrations.values()]) collect(part, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    for (const secret of urlSecretsIn(value)) found.add(secret).add(decoded(secret));
  } else if (value instanceof Interpolation) {
    collect(value.parts.map((part) => (typeof part === 'string' ? part : ' ')).join(''), found);
  } else if (value instanceof Map) {
    for (const child of value.values()) collect(child, found);
  } else if (typeof value === 'object' && value !== null && !isDeferred(value)) {
    for (const child of Object.values(value)) collect(child, found);
  }
}

/** What has no percent form is as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
