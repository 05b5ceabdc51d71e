import { hash } from 'node:crypto';
import { join } from 'node:path';
import { _, Ajv2020, type CodeKeywordDefinition, type FuncKeywordDefinition } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { buildSync } from 'esbuild';
import { dereferenceSchema } from '../../packages/core/src/plan/schema/dereference-schema.ts';
import { planSchemaWith } from '../../packages/core/src/plan/schema/plan-schema-with.ts';
import type { ValidatorUse } from '../../packages/core/src/plan/schema/precompiled-validators.ts';
import { COMPILER_OPTIONS } from '../../packages/core/src/plan/schema/schema-compiler.ts';
import { SCHEMA_KEYWORDS } from '../../packages/core/src/plan/schema/schema-keywords.ts';
import type { ProviderDefinition } from '../../packages/core/src/provider/provider.ts';
import { createRegistry } from '../../packages/core/src/provider/registry.ts';
import type { JsonObject } from '../../packages/core/src/value/value.ts';
import { builtInProviders } from '../../packages/node/src/index.ts';

const USES: readonly ValidatorUse[] = ['explain', 'decide'];

/** A file of a bundle. */
export interface BundledFile {
  /** Within the bundle, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A CommonJS module for each validator: a function of the keywords and formats that it needs, which gives it. */
export function precompileValidators(): readonly BundledFile[] {
  return [...checkedSchemas()].flatMap(([name, schema]) =>
    USES.map((use) => ({ path: `validators/${name}.${use}.js`, text: toModule(compile(schema, use)) })),
  );
}

/** Every schema that a plan for the built-in providers is checked against, by its digest. */
export function checkedSchemas(): ReadonlyMap<string, JsonObject> {
  const schemas = listSchemas().map((declared) => dereferenceSchema(declared as JsonObject));
  return new Map(schemas.map((schema) => [hash('sha256', JSON.stringify(schema)), schema]));
}

function listSchemas(): readonly object[] {
  const plan = planSchemaWith(createRegistry(builtInProviders));
  return [plan, ...builtInProviders.flatMap(schemasOf)];
}

function schemasOf({
  configSchema,
  operations,
  kinds = {},
  jobs = {},
  listings = {},
}: ProviderDefinition): readonly object[] {
  const all = [
    configSchema,
    ...Object.values(operations).map(({ requestSchema }) => requestSchema),
    ...Object.values(kinds).flatMap(({ withSchema, optionsSchema }) => [withSchema, optionsSchema]),
    ...Object.values(jobs).map(({ inputSchema }) => inputSchema),
    ...Object.values(listings).map(({ argumentsSchema }) => argumentsSchema),
  ];
  return all.filter((schema) => schema !== undefined);
}

function compile(schema: JsonObject, use: ValidatorUse): string {
  const options = COMPILER_OPTIONS[use];
  const ajv = new Ajv2020({ ...options, code: { ...options.code, source: true, formats: _`given.formats` } });
  for (const keyword of SCHEMA_KEYWORDS) ajv.addKeyword(asCode(keyword));
  return standalone.default(ajv, ajv.compile(schema));
}

/** A keyword that is a function, as code that calls it: the function itself cannot be printed. */
function asCode({ keyword, type, schemaType, validate }: FuncKeywordDefinition): CodeKeywordDefinition {
  return {
    keyword,
    ...(type === undefined ? {} : { type }),
    ...(schemaType === undefined ? {} : { schemaType }),
    code(context) {
      const check = context.gen.scopeValue('keyword', { ref: validate, code: _`given.keywords[${String(keyword)}]` });
      context.fail(_`!${check}.call(this, ${context.schemaValue}, ${context.data})`);
    },
  };
}

/** With what the code takes from the compiler's own package in it. */
function toModule(code: string): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `exports.create=(given)=>{const module={};${code};return module.exports}`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    charset: 'ascii',
    minifyWhitespace: true,
    lineLimit: 160,
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** In the place of `precompiled-validators.ts`. */
export function validatorFinder(): string {
  return `import { hash } from 'node:crypto';
import { SCHEMA_FORMATS, SCHEMA_KEYWORDS } from './schema-keywords.ts';
const names = new Set(${JSON.stringify([...checkedSchemas().keys()])});
const given = {
  formats: SCHEMA_FORMATS,
  keywords: Object.fromEntries(SCHEMA_KEYWORDS.map(({ keyword, validate }) => [keyword, validate])),
};
export function findPrecompiled(schema, use) {
  const name = hash('sha256', JSON.stringify(schema));
  if (!names.has(name)) return undefined;
  const path = './validators/' + name + '.' + use + '.js';
  return require(path).create(given);
}
`;
}

/** The file that this takes the place of. */
export const FINDER_PATH: string = join('packages', 'core', 'src', 'plan', 'schema', 'precompiled-validators.ts');
