import { planSchema } from '../generated/plan-schema.generated.ts';
import { isJsonObject, type Json } from '../value/value.ts';
import type { Kind } from './kind.ts';

/** Options that a kind cannot have, because the plan language means something by their names. */
export function takenOptionNames({ optionsSchema }: Pick<Kind, 'optionsSchema'>): readonly string[] {
  const named = Object.keys(objectAt(optionsSchema as Json | undefined, 'properties'));
  const keys = objectAt(migrationSchema(), 'properties');
  return named.filter((name) => Object.hasOwn(keys, name));
}

function migrationSchema(): Json {
  return objectAt(objectAt(objectAt(planSchema as Json, 'properties'), 'migrations'), 'additionalProperties');
}

function objectAt(schema: Json | undefined, key: string): { readonly [key: string]: Json } {
  const value = isJsonObject(schema) ? schema[key] : undefined;
  return isJsonObject(value) ? value : {};
}
