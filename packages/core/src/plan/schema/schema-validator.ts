import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { assertInvariant } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../value/value.ts';
import { dereferenceSchema } from './dereference-schema.ts';

/** A compiled schema. Nothing is compiled before its first use. */
export interface SchemaValidator {
  /** The schema with references replaced: what the paths in errors lead into. */
  readonly schema: JsonObject;
  /** Every violation. */
  validate(value: unknown): readonly ErrorObject[];
  /** Whether there is none; many times faster than asking which. */
  accepts(value: unknown): boolean;
}

const validators: WeakMap<object, SchemaValidator> = new WeakMap();

/** The validator of a schema, compiled once per schema object. */
export function validatorOf(schema: object): SchemaValidator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  assertInvariant(isJsonObject(schema), 'a JSON Schema is an object');
  const created = createValidator(dereferenceSchema(schema));
  validators.set(schema, created);
  return created;
}

function createValidator(schema: JsonObject): SchemaValidator {
  let explain: ValidateFunction | undefined;
  let decide: ValidateFunction | undefined;
  return {
    schema,
    validate(value) {
      explain ??= explainingAjv().compile(schema);
      explain(value);
      return explain.errors ?? [];
    },
    accepts(value) {
      decide ??= decidingAjv().compile(schema);
      return decide(value) === true;
    },
  };
}

// `strict: false`: our schemas carry x- keywords, and whether they are well formed is a matter of their own tests.
// `addUsedSchema: false`: two schemas with one `$id` (two versions of a provider in one process) do not meet.
const BASE_OPTIONS = {
  strict: false,
  validateSchema: false,
  validateFormats: false,
  addUsedSchema: false,
  logger: false,
} as const;

/** `maxLength` counts characters; many systems limit bytes. */
const MAX_BYTES = {
  keyword: 'x-max-bytes',
  type: 'string',
  schemaType: 'number',
  validate: (maximum: number, text: string): boolean => Buffer.byteLength(text) <= maximum,
  errors: false,
} as const;

let explaining: Ajv2020 | undefined;
let deciding: Ajv2020 | undefined;

function explainingAjv(): Ajv2020 {
  explaining ??= new Ajv2020({ ...BASE_OPTIONS, allErrors: true, verbose: true }).addKeyword(MAX_BYTES);
  return explaining;
}

function decidingAjv(): Ajv2020 {
  deciding ??= new Ajv2020(BASE_OPTIONS).addKeyword(MAX_BYTES);
  return deciding;
}
