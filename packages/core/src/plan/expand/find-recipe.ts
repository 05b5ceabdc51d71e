import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import type { Migration, Plan } from '../plan.ts';

/** The kind or operation that `uses` names. Names come from users, so inherited properties do not count. */
export function findRecipe(provider: Provider, name: string): Kind | Operation | undefined {
  if (Object.hasOwn(provider.kinds, name)) return provider.kinds[name];
  return Object.hasOwn(provider.operations, name) ? provider.operations[name] : undefined;
}

/** The kind that a migration uses; undefined when it uses an operation, or what it uses is not known. */
export function kindOf(
  plan: Pick<Plan, 'providers'>,
  migration: Migration,
  registry: ProviderRegistry,
): Kind | undefined {
  const entry = plan.providers.get(migration.provider);
  const provider = entry === undefined ? undefined : registry.get(entry.type);
  const found = provider === undefined ? undefined : findRecipe(provider, migration.recipe);
  return found !== undefined && 'withSchema' in found ? found : undefined;
}

/** The schema of `with:`. */
export function withSchemaOf(recipe: Kind | Operation): object {
  return 'withSchema' in recipe ? recipe.withSchema : recipe.requestSchema;
}

/** Names that other migrations can refer to. */
export function outputNamesOf(recipe: Kind | Operation): readonly string[] {
  return 'withSchema' in recipe ? recipe.outputs : Object.keys(recipe.outputs);
}
