import { isJsonObject } from '../../value/value.ts';
import { validatorOf } from './schema-validator.ts';

/** Whether a schema of an object, or a part of it that may apply, marks the value at `key` with `x-secret`. */
export function isSecretKey(key: string, schema: object | undefined): boolean {
  return schema !== undefined && isMarked(key, validatorOf(schema).schema);
}

function isMarked(key: string, schema: unknown): boolean {
  if (!isJsonObject(schema)) return false;
  const property = isJsonObject(schema['properties']) ? schema['properties'][key] : undefined;
  if (isJsonObject(property) && saysSecret(property)) return true;
  return partsOf(schema).some((part) => isMarked(key, part));
}

function saysSecret(schema: unknown): boolean {
  return isJsonObject(schema) && (schema['x-secret'] === true || partsOf(schema).some(saysSecret));
}

const APPLIED: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'then', 'else'];

function partsOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  return APPLIED.flatMap((keyword) => [schema[keyword]].flat());
}
