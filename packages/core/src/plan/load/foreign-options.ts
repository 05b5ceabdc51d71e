import type { ProviderRegistry } from '../../provider/registry.ts';
import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import { findRecipe } from '../expand/find-recipe.ts';
import type { KeyPath } from '../key-path.ts';
import { optionNames, optionSchemas } from '../schema/plan-schema-with.ts';

/** The options of a migration that other kinds take, and its own does not; none where its kind is not known. */
export function foreignOptions(
  root: ValueObject,
  [section, name, ...below]: KeyPath,
  registry: ProviderRegistry,
): readonly string[] {
  if (section !== 'migrations' || name === undefined || below.length > 0) return [];
  const entry = memberOf(root.migrations, String(name));
  const [alias = '', ...rest] = String(memberOf(entry, 'uses') as string).split('.');
  const type = memberOf(memberOf(root.providers, alias), 'type');
  const provider = typeof type === 'string' ? registry.get(type) : undefined;
  const found = provider === undefined ? undefined : findRecipe(provider, rest.join('.'));
  if (found === undefined) return [];
  const own = 'withSchema' in found ? Object.keys(optionSchemas(found)) : ['wait'];
  return [...optionNames(registry), 'wait'].filter((option) => !own.includes(option));
}

function memberOf(value: Value | undefined, name: string): Value | undefined {
  return isValueObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
