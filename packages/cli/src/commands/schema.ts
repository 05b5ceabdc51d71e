import type { Provider, ProviderRegistry } from '@waybill/core';
import {
  buildEditorSchema,
  buildValuesSchema,
  planSchemaWith,
  readDeclaredInputs,
  suggest,
} from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { outputSchemas } from '../generated/output-schemas.generated.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag, ProviderFlags } from '../plan-options.ts';
import { printDiagnostics, readPlanSource } from '../read-plan.ts';
import { loadRegistry } from '../registry.ts';
import { diagnosticsJson } from '../views/documents/diagnostics-json.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { displayWidth, padEnd } from '../views/text/visible-text.ts';

export interface SchemaFlags extends CommonFlags, JsonFlag, ProviderFlags {}

interface NamedSchema {
  readonly name: string;
  readonly title: string;
  readonly schema: object;
}

export interface SchemaWords {
  readonly name?: string | undefined;
  /** Whose values are described. */
  readonly plan?: string | undefined;
}

const VALUES = 'values';

/** Prints one JSON Schema, or the names of all. */
export async function schema({ name, plan }: SchemaWords, flags: SchemaFlags, io: CliIo): Promise<ExitCode> {
  if (plan !== undefined) return printValuesSchema({ name, plan }, flags, io);
  const schemas = collectSchemas(await loadRegistry(flags, io.cwd));
  if (name === undefined) io.stdout.write(flags.json === true ? listJson(schemas, flags) : listText(schemas));
  else io.stdout.write(`${JSON.stringify(findSchema(name, schemas).schema, null, 2)}\n`);
  return EXIT.done;
}

/** Of the files of values of one plan. Nothing but its inputs has to be right. */
function printValuesSchema(
  { name, plan }: { readonly name: string | undefined; readonly plan: string },
  flags: SchemaFlags,
  io: CliIo,
): ExitCode {
  if (name !== VALUES)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `The schema ${name} is the same for every plan, so it takes no plan: ${plan}.`,
      'Leave the plan out. `waybill schema values <plan>` prints the schema of the values of its inputs.',
    );
  const { planFile, text } = readPlanSource(plan, {}, io);
  const { inputs, diagnostics } = readDeclaredInputs(text, { file: planFile });
  if (inputs !== undefined) {
    io.stdout.write(`${JSON.stringify(buildValuesSchema(inputs), null, 2)}\n`);
    return EXIT.done;
  }
  printDiagnostics(diagnostics, new Map([[planFile, text]]), flags, io);
  if (flags.json === true) io.stdout.write(`${JSON.stringify(diagnosticsJson(diagnostics, []))}\n`);
  return EXIT.error;
}

/** For completion, which runs the code of no file. */
export async function schemaNames(): Promise<readonly { readonly value: string; readonly description: string }[]> {
  return collectSchemas(await loadRegistry()).map(({ name, title }) => ({
    value: name,
    description: title,
  }));
}

/** Those of plans, of each provider of the registry, and of what commands print. */
export function collectSchemas(registry: ProviderRegistry): readonly NamedSchema[] {
  const plan = { name: 'plan', title: 'a plan file', schema: planSchemaWith(registry) };
  const editor = { name: 'editor', title: 'a plan file, for editors', schema: buildEditorSchema(registry) };
  const values = {
    name: VALUES,
    title: 'a file of values (--env); with a plan, of its inputs',
    schema: buildValuesSchema(),
  };
  return [plan, editor, values, ...[...registry.values()].flatMap(providerSchemas), ...printedSchemas()];
}

/** Of what commands print with `--json`. */
function printedSchemas(): readonly NamedSchema[] {
  return Object.entries(outputSchemas).map(([name, schema]) => ({
    name: `output/${name}`,
    title: `what --json prints: ${schema.title.toLowerCase()}`,
    schema,
  }));
}

function providerSchemas({ type, configSchema, kinds, operations }: Provider): readonly NamedSchema[] {
  return [
    { name: type, title: `an entry under providers: with type: ${type}`, schema: configSchema },
    ...Object.values(kinds).map(({ name, title, withSchema }) => ({
      name: `${type}/kinds/${name}`,
      title,
      schema: withSchema,
    })),
    ...Object.values(operations).map(({ name, title, requestSchema }) => ({
      name: `${type}/${name}`,
      title,
      schema: requestSchema,
    })),
  ];
}

function findSchema(name: string, schemas: readonly NamedSchema[]): NamedSchema {
  const found = schemas.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const near = suggest(
    name,
    schemas.map((candidate) => candidate.name),
  );
  const hint = near === undefined ? '`waybill schema` lists them all.' : `Did you mean ${near}?`;
  throw new CliError('CLI_SCHEMA_UNKNOWN', `There is no schema ${name}.`, hint);
}

function listJson(schemas: readonly NamedSchema[], flags: SchemaFlags): string {
  const command = `${commandLine('schema', { file: 'editor', flags })} > waybill.schema.json`;
  const list = schemas.map(({ name, title }) => ({ name, title }));
  return `${JSON.stringify({ format_version: JSON_FORMAT, kind: 'schemas', schemas: list, next_steps: [{ command, why: 'help while writing, in any editor' }] })}\n`;
}

function listText(schemas: readonly NamedSchema[]): string {
  const width = Math.max(...schemas.map(({ name }) => displayWidth(name)));
  return schemas.map(({ name, title }) => `${padEnd(name, width)}  ${title}\n`).join('');
}
