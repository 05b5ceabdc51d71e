import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import { isJsonObject, isValueObject, type Json, type Value, type ValueObject } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import { checkSchema } from '../schema/check-schema.ts';
import { optionNames, optionSchemas } from '../schema/plan-schema-with.ts';
import type { Findings } from '../syntax/findings.ts';
import { checkOptionReferences } from './check-references.ts';
import type { MigrationContext } from './migration-context.ts';
import { readDurationMs } from './read-plan-value.ts';

/** An entry under `migrations:`, and the kind or operation that it uses. */
export interface OptionsOf {
  readonly name: string;
  readonly entry: ValueObject;
  readonly alias: string;
  readonly recipe: string;
  readonly found: Kind | Operation;
}

/** The keys that the kind defines, inputs filled in and checked; of the other kinds' keys there must be none. */
export function readOptions(of: OptionsOf, context: MigrationContext): ValueObject {
  const { name, entry, found } = of;
  const schemas = 'withSchema' in found ? optionSchemas(found) : {};
  refuseOthers(of, 'withSchema' in found ? Object.keys(schemas) : ['wait'], context);
  const written = Object.entries(entry).filter(([key]) => Object.hasOwn(schemas, key));
  for (const [key, value] of written) {
    const path = ['migrations', name, key];
    checkOptionReferences(value, schemas[key], path, {
      ...context,
      root: context.document.root,
      hasEach: entry.for_each !== undefined,
    });
  }
  const filled = context.fillInputs(Object.fromEntries(written));
  const options = isValueObject(filled) ? filled : {};
  if ('withSchema' in found && found.optionsSchema !== undefined)
    checkOptions(of, options, found.optionsSchema, context.findings);
  return options;
}

/** Keys of a migration that only some kinds understand. */
function refuseOthers(
  { name, entry, alias, recipe, found }: OptionsOf,
  understood: readonly string[],
  { registry, findings }: MigrationContext,
): void {
  for (const option of [...optionNames(registry), 'wait']) {
    if (entry[option] === undefined || understood.includes(option)) continue;
    findings.add({
      code: 'PLAN_OPTION_NOT_FOR_KIND',
      path: ['migrations', name, option],
      at: 'key',
      summary: `\`${option}\` has no meaning here`,
      detail:
        'withSchema' in found
          ? `The kind ${alias}.${recipe} ${understood.length === 0 ? 'takes no options' : `takes ${understood.join(' and ')} only`}.`
          : `${alias}.${recipe} is a single operation; the only option it takes is \`wait\`.`,
      hint: `Remove \`${option}\`.`,
    });
  }
}

function checkOptions(
  { name, alias, recipe }: OptionsOf,
  options: ValueObject,
  schema: object,
  findings: Findings,
): void {
  const path = ['migrations', name];
  for (const finding of checkSchema(options, schema, `${alias}.${recipe}`)) {
    findings.add({ ...finding, path: [...path, ...finding.path] });
  }
  checkDurations(options, schema as Json, path, findings);
}

/** Durations are limited as those of the language are; what else a text means is known to the kind alone. */
function checkDurations(value: Value, schema: Json | undefined, path: KeyPath, findings: Findings): void {
  if (!isJsonObject(schema)) return;
  const { pattern } = schema;
  if (typeof value === 'string' && typeof pattern === 'string' && pattern.includes('(ms|s|m|h|d)'))
    readDurationMs(value, path, findings);
  if (!isValueObject(value) || !isJsonObject(schema['properties'])) return;
  for (const [key, child] of Object.entries(value))
    checkDurations(child, schema['properties'][key], [...path, key], findings);
}
