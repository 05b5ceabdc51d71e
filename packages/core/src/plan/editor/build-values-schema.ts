import { isSecretName } from '../../diagnostics/secret-names.ts';
import { inputValueSchemas, valuesSchema } from '../../generated/values-schema.generated.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';
import { toEditorForm, without } from './editor-form.ts';
import type { Snippet } from './editor-snippets.ts';

/**
 * The schema of a file of values (`--env`) for editors: that of one plan, by the inputs that it declares, or without them
 * what holds for all plans. It accepts every file that Waybill accepts; `waybill validate --env` finds more. Nothing is
 * required: `--var` may give what a file leaves out.
 */
export function buildValuesSchema(inputs?: JsonObject): JsonObject {
  const form = toEditorForm(valuesSchema);
  const whole = { ...form, $schema: 'http://json-schema.org/draft-07/schema#' };
  if (inputs === undefined) return whole;
  const declared = Object.entries(inputs).map(([name, input]) => [name, asObject(input)] as const);
  const snippet = valuesSnippet(declared);
  return {
    ...without(whole, ['propertyNames']),
    ...defined({ defaultSnippets: snippet && [snippet] }),
    additionalProperties: false,
    properties: Object.fromEntries(declared.map(([name, input]) => [name, valueForm(name, input)])),
  };
}

function asObject(input: Json): JsonObject {
  return isJsonObject(input) ? input : {};
}

/** What an editor says of one input: what it is for, and what it is when this file does not say. */
function valueForm(name: string, input: JsonObject): JsonObject {
  const { title: _ofType, ...schema } = asObject(JSON.parse(JSON.stringify(inputValueSchemas[typeOf(input)])) as Json);
  const { default: preset } = input;
  const isShown = preset !== undefined && !isSecretName(name);
  const form = toEditorForm({ ...schema, description: describe(input), ...(isShown ? { default: preset } : {}) });
  return { title: name, ...form };
}

function describe({ description, ...input }: JsonObject): string {
  const own = typeof description === 'string' ? description.trim() : '';
  const sentence = own === '' ? '' : /[.!?]$/.test(own) ? `${own} ` : `${own}. `;
  const type = `An input of type ${typeOf(input)}`;
  return input['default'] === undefined ? `${sentence}${type} that has no default.` : `${sentence}${type}.`;
}

function typeOf({ type }: JsonObject): string {
  return typeof type === 'string' && Object.hasOwn(inputValueSchemas, type) ? type : 'string';
}

/** For an empty file: the inputs that need a value. */
function valuesSnippet(declared: readonly (readonly [string, JsonObject])[]): Snippet | undefined {
  const needed = declared.filter(([, input]) => input['default'] === undefined);
  if (needed.length === 0) return undefined;
  const lines = needed.map(([name, input], at): readonly [string, Json] => [
    name,
    placeOf(name, typeOf(input), at + 1),
  ]);
  return { label: 'values', description: 'The inputs without a default', body: Object.fromEntries(lines) };
}

/** A place to fill in, with a value of the type. */
function placeOf(name: string, type: string, at: number): Json {
  if (type === 'list') return [`\${${at}:${name}}`];
  if (type === 'map') return { [`\${${at}:${name}}`]: '' };
  return `\${${at}:${type === 'number' ? '0' : type === 'boolean' ? 'true' : name}}`;
}
