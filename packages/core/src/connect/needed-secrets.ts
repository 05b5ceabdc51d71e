import type { Plan, SecretSource } from '../plan/plan.ts';
import { memberOf } from '../plan/secret-family.ts';
import { collectReferences, type Value } from '../value/value.ts';

/** The secrets that values refer to, and no others: a plan may have hundreds. Members of families are known by their keys. */
export function neededSecrets(
  values: readonly Value[],
  { secrets, secretFamilies }: Pick<Plan, 'secrets' | 'secretFamilies'>,
): ReadonlyMap<string, SecretSource> {
  const references = values.flatMap(collectReferences).filter(({ path }) => path[0] === 'secrets');
  const found = new Map<string, SecretSource>();
  for (const name of new Set(references.map(({ path }) => path[1] ?? ''))) {
    const source = secrets.get(name) ?? memberOf(name, secretFamilies);
    if (source !== undefined) found.set(name, source);
  }
  return found;
}

/** Those that connecting takes, and nothing beyond it. */
export function connectionSecrets(
  plan: Pick<Plan, 'secrets' | 'secretFamilies' | 'providers'>,
): ReadonlyMap<string, SecretSource> {
  return neededSecrets(
    [...plan.providers.values()].map(({ config }) => config),
    plan,
  );
}
