import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { assertInvariant } from '../../errors.ts';
import { blameFor } from '../../provider/schema-owners.ts';
import { isJsonObject, type JsonObject } from '../../value/value.ts';
import { dereferenceSchema } from './dereference-schema.ts';
import { findPrecompiled, type ValidatorUse } from './precompiled-validators.ts';
import { compileSchema } from './schema-compiler.ts';

/** A compiled schema. Nothing is compiled before its first use. */
export interface SchemaValidator {
  /** The schema with references replaced: what the paths in errors lead into. */
  readonly schema: JsonObject;
  /** Every violation. `connections`: what `x-connection` is held against; without them it says nothing. */
  validate(value: unknown, connections?: KnownConnections): readonly ErrorObject[];
  /** Whether there is none; many times faster than asking which. */
  accepts(value: unknown, connections?: KnownConnections): boolean;
}

/** The entries under `providers:`, by alias: their type, or undefined for one that is not usable, which is reported there. */
export type KnownConnections = ReadonlyMap<string, string | undefined>;

const validators: WeakMap<object, SchemaValidator> = new WeakMap();

/** The validator of a schema, compiled once per schema object. */
export function validatorOf(schema: object): SchemaValidator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  assertInvariant(isJsonObject(schema), 'a JSON Schema is an object');
  const created = orBlame(schema, () => createValidator(dereferenceSchema(schema), schema));
  validators.set(schema, created);
  return created;
}

/** What `work` gives. Schemas that do not compile are a fault of whoever declares them. */
function orBlame<Result>(declared: object, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw blameFor(declared, error);
  }
}

/** `declared`: the schema as it was declared. */
function createValidator(schema: JsonObject, declared: object): SchemaValidator {
  const compile = (use: ValidatorUse): ValidateFunction =>
    findPrecompiled(schema, use) ?? orBlame(declared, () => compileSchema(schema, use));
  let explain: ValidateFunction | undefined;
  let decide: ValidateFunction | undefined;
  return {
    schema,
    validate(value, connections) {
      explain ??= compile('explain');
      explain.call(connections, value);
      return explain.errors ?? [];
    },
    accepts(value, connections) {
      decide ??= compile('decide');
      return decide.call(connections, value) === true;
    },
  };
}
