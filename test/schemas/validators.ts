import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { planSchema } from '../../packages/core/src/generated/plan-schema.generated.ts';
import * as alicloud from '../../packages/provider-alicloud-elasticsearch/src/generated/schemas.generated.ts';
import * as elasticsearch from '../../packages/provider-elasticsearch/src/generated/schemas.generated.ts';
import * as huaweicloud from '../../packages/provider-huaweicloud-dcs/src/generated/schemas.generated.ts';
import * as redis from '../../packages/provider-redis/src/generated/schemas.generated.ts';
import { loadSchemas, type SchemaLibrary } from '../../scripts/generate/load-schemas.ts';

/** Every operation of all providers. Their names do not overlap. */
export const operationSchemas: Readonly<Record<string, alicloud.OperationSchema>> = {
  ...alicloud.operationSchemas,
  ...elasticsearch.operationSchemas,
  ...huaweicloud.operationSchemas,
  ...redis.operationSchemas,
};

/**
 * Everything that a plan is checked against, by name: requests by operation, kinds by kind, their options as
 * `<kind>.options`, provider configurations by
 * type, and the plan itself as `plan`.
 */
export const argumentSchemas: ReadonlyMap<string, object> = new Map<string, object>([
  ['plan', planSchema],
  ['alicloud-elasticsearch', alicloud.providerSchema],
  ['elasticsearch', elasticsearch.providerSchema],
  ['huaweicloud-dcs', huaweicloud.providerSchema],
  ['redis', redis.providerSchema],
  ...Object.entries(alicloud.kindSchemas),
  ...Object.entries(elasticsearch.kindSchemas),
  ...Object.entries(huaweicloud.kindSchemas),
  ...optionsOf(alicloud.optionsSchemas),
  ...optionsOf(elasticsearch.optionsSchemas),
  ...optionsOf(huaweicloud.optionsSchemas),
  // Two providers have a kind of this name.
  ['redis/verify', redis.kindSchemas.verify],
  ['redis/verify.options', redis.optionsSchemas.verify],
  ...Object.entries(operationSchemas).map(([name, schema]): [string, object] => [name, schema.$defs.request]),
]);

function optionsOf(schemas: Readonly<Record<string, object>>): readonly [string, object][] {
  return Object.entries(schemas).map(([kind, schema]) => [`${kind}.options`, schema]);
}

export const responseSchemas: ReadonlyMap<string, object> = new Map(
  Object.entries(operationSchemas).map(([name, schema]): [string, object] => [name, schema.$defs.response]),
);

/**
 * Strict except for two habits of these schemas: types such as `["integer", "string"]`, and `required` in a condition
 * about properties that its parent defines.
 */
export function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    allErrors: true,
    verbose: true,
    logger: { log: refuse, warn: refuse, error: refuse },
  });
  const maxBytes = {
    keyword: 'x-max-bytes',
    type: 'string' as const,
    schemaType: 'number' as const,
    validate: (maximum: number, text: string): boolean => Buffer.byteLength(text) <= maximum,
  };
  return ajv.addVocabulary(['x-connection', 'x-hint', 'x-references', 'x-secret', 'x-waybill']).addKeyword(maxBytes);
}

function refuse(...message: readonly unknown[]): never {
  throw new Error(`ajv complains: ${message.join(' ')}`);
}

const ajv = createAjv();
const compiled = new WeakMap<object, ValidateFunction>();

/** What is wrong with `value`; `if` errors are left out, because they only repeat that `then` or `else` has failed. */
export function violations(schema: object | undefined, value: unknown): readonly ErrorObject[] {
  if (schema === undefined) throw new Error('there is no such schema');
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return errorsOf(validate, value);
}

export const library: SchemaLibrary = await loadSchemas(join(import.meta.dirname, '..', '..', 'schemas'));

/** The same by the schema's document in `schemas/`, references and all. */
export function sourceViolations(name: string, value: unknown): readonly ErrorObject[] {
  const path = [...library.keys()].find((candidate) => documentName(candidate) === name);
  const fragment = Object.hasOwn(operationSchemas, name) ? '#/$defs/request' : '';
  const validate = sourceAjv.getSchema(`https://waybill.dev/schemas/${path}${fragment}`);
  if (validate === undefined) throw new Error(`there is no schema document of ${name}`);
  return errorsOf(validate, value);
}

const sourceAjv = createAjv();
for (const document of library.values()) sourceAjv.addSchema(document);

/** What `plan.editor.json`, which is of an earlier draft, says of a plan. */
export function editorViolations(plan: unknown): readonly ErrorObject[] {
  return errorsOf(editorValidate, plan);
}

const editorPath = join(import.meta.dirname, '..', '..', 'schemas', 'plan.editor.json');
const editorValidate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(
  JSON.parse(readFileSync(editorPath, 'utf8')) as object,
);

/** `provider.schema.json` is told by its folder, every other document by its file name. */
function documentName(path: string): string | undefined {
  const [file = '', folder] = path.split('/').reverse();
  if (file === 'provider.schema.json') return folder;
  const name = file.replace('.schema.json', '');
  return path.startsWith('redis/kinds/') ? `redis/${name}` : name;
}

function errorsOf(validate: ValidateFunction, value: unknown): readonly ErrorObject[] {
  validate(value);
  return (validate.errors ?? []).filter((error) => error.keyword !== 'if');
}
