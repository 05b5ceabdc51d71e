import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../value/value.ts';
import type { ValidatorUse } from './precompiled-validators.ts';
import { SCHEMA_FORMATS, SCHEMA_KEYWORDS } from './schema-keywords.ts';

// `strict: false`: our schemas carry x- keywords, and whether they are well formed is a matter of their own tests.
// `addUsedSchema: false`: two schemas with one `$id` (two versions of a provider in one process) do not meet.
const BASE_OPTIONS: Options = {
  strict: false,
  validateSchema: false,
  formats: SCHEMA_FORMATS,
  addUsedSchema: false,
  // What a validator is called with as `this` reaches the keywords.
  passContext: true,
  logger: false,
};

/** Also what a bundle compiles its validators with. */
export const COMPILER_OPTIONS: Readonly<Record<ValidatorUse, Options>> = {
  // Optimizing the code of a validator takes a third of the time that compiling it takes, and what it explains is one plan.
  explain: { ...BASE_OPTIONS, allErrors: true, verbose: true, code: { optimize: false } },
  decide: BASE_OPTIONS,
};

const compilers = new Map<ValidatorUse, Ajv2020>();

/** `schema`: without references, see `dereferenceSchema`. */
export function compileSchema(schema: JsonObject, use: ValidatorUse): ValidateFunction {
  const compiler = compilers.get(use) ?? createCompiler(use);
  compilers.set(use, compiler);
  return compiler.compile(schema);
}

function createCompiler(use: ValidatorUse): Ajv2020 {
  const created = new Ajv2020(COMPILER_OPTIONS[use]);
  for (const keyword of SCHEMA_KEYWORDS) created.addKeyword(keyword);
  return created;
}
