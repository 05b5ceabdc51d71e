import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { assertInvariant } from '../../errors.ts';
import { blameFor } from '../../provider/schema-owners.ts';
import { isDeferred, isJsonObject, type JsonObject, type Value } from '../../value/value.ts';
import { dereferenceSchema } from './dereference-schema.ts';

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
  let explain: ValidateFunction | undefined;
  let decide: ValidateFunction | undefined;
  return {
    schema,
    validate(value, connections) {
      explain ??= orBlame(declared, () => explainingAjv().compile(schema));
      explain.call(connections, value);
      return explain.errors ?? [];
    },
    accepts(value, connections) {
      decide ??= orBlame(declared, () => decidingAjv().compile(schema));
      return decide.call(connections, value) === true;
    },
  };
}

// `strict: false`: our schemas carry x- keywords, and whether they are well formed is a matter of their own tests.
// `addUsedSchema: false`: two schemas with one `$id` (two versions of a provider in one process) do not meet.
const BASE_OPTIONS = {
  strict: false,
  validateSchema: false,
  // Of the formats `uri` alone is checked, so that what takes it for an address can rely on it; others are left to the vendor.
  formats: { uri: isUrl },
  addUsedSchema: false,
  // What a validator is called with as `this` reaches the keywords.
  passContext: true,
  logger: false,
} as const;

/** As providers read it, with `new URL`. */
function isUrl(text: string): boolean {
  return URL.canParse(text) && /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text);
}

/** `maxLength` counts characters; many systems limit bytes. */
const MAX_BYTES = {
  keyword: 'x-max-bytes',
  type: 'string',
  schemaType: 'number',
  validate: (maximum: number, text: string): boolean => Buffer.byteLength(text) <= maximum,
  errors: false,
} as const;

/** The value is the alias of an entry of that type. Whether a value of another type may be there, the schema's `type` says. */
const CONNECTION = {
  keyword: 'x-connection',
  schemaType: 'string',
  // Called with no connections, `this` is what a function that is not strict has instead: the global object.
  validate(this: unknown, type: string, value: unknown): boolean {
    if (!(this instanceof Map) || (typeof value !== 'string' && !isDeferred(value as Value))) return true;
    if (typeof value !== 'string' || !this.has(value)) return false;
    const found: unknown = this.get(value);
    return found === undefined || found === type;
  },
  errors: false,
} as const;

let explaining: Ajv2020 | undefined;
let deciding: Ajv2020 | undefined;

function explainingAjv(): Ajv2020 {
  if (explaining !== undefined) return explaining;
  // Optimizing the code of a validator takes a third of the time that compiling it takes, and what it explains is one plan.
  explaining = new Ajv2020({ ...BASE_OPTIONS, allErrors: true, verbose: true, code: { optimize: false } });
  addKeywords(explaining);
  return explaining;
}

function decidingAjv(): Ajv2020 {
  if (deciding !== undefined) return deciding;
  deciding = new Ajv2020(BASE_OPTIONS);
  addKeywords(deciding);
  return deciding;
}

function addKeywords(ajv: Ajv2020): void {
  ajv.addKeyword(MAX_BYTES).addKeyword(CONNECTION);
}
