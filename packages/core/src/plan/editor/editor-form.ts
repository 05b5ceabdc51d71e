import { defined } from '../../value/defined.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';

/** Where a value may be, or hold, `${{ … }}` instead of what the schema says. */
const REFERENCE = '\\$\\{\\{.*\\}\\}';

/**
 * A schema as editors understand it: draft-07, with our hints as their messages. `with-references` also accepts a
 * reference wherever a value stands: what it refers to is not known to an editor.
 */
export function toEditorForm(schema: object, mode: 'as-it-is' | 'with-references' = 'as-it-is'): JsonObject {
  const plain: Json = JSON.parse(JSON.stringify(schema));
  return isJsonObject(plain) ? convert(plain, mode === 'with-references', true) : {};
}

/** Keywords that mean nothing here. */
const UNKNOWN: readonly string[] = ['$schema', '$id', '$defs', 'writeOnly'];

function convert(original: JsonObject, isOpen: boolean, isWhole = false): JsonObject {
  const schema = withoutValueRules(withConnectionDescribed(withDefaultDescribed(original)), isOpen);
  const converted: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'dependentRequired') converted['dependencies'] = value;
    else if (!key.startsWith('x-') && !UNKNOWN.includes(key)) converted[key] = convertKeyword(key, value, isOpen);
  }
  const described = withDescription(converted, schema['x-hint']);
  return isOpen && !isWhole ? acceptReference(described) : described;
}

/** A default is described, not offered: editors would write it out with every object, also where it has no meaning. */
function withDefaultDescribed(schema: JsonObject): JsonObject {
  const { default: preset, ...rest } = schema;
  if (preset === undefined || isEmpty(preset)) return rest;
  const shown = typeof preset === 'string' ? preset : JSON.stringify(preset);
  const description = typeof rest['description'] === 'string' ? `${rest['description']} ` : '';
  return { ...rest, description: `${description}Default: ${shown}.` };
}

/** Which aliases a plan has, no schema can say. */
function withConnectionDescribed(schema: JsonObject): JsonObject {
  const type = schema['x-connection'];
  if (typeof type !== 'string') return schema;
  const description = typeof schema['description'] === 'string' ? `${schema['description']} ` : '';
  return { ...schema, description: `${description}The alias of a provider of type ${type}, declared under providers.` };
}

function isEmpty(value: Json): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/**
 * A rule that follows from a value is left to `waybill validate`: with a reference the value is not known, and the YAML
 * language server takes the value of a merged map (`<<`) for the one that overrides it.
 */
function withoutValueRules(schema: JsonObject, isOpen: boolean): JsonObject {
  if (!isOpen || schema['if'] === undefined || !/"(?:const|enum)":/.test(JSON.stringify(schema['if']))) return schema;
  return without(schema, ['if', 'then', 'else']);
}

const MAPS_OF_SCHEMAS: readonly string[] = ['properties', 'patternProperties'];
const LISTS_OF_SCHEMAS: readonly string[] = ['allOf', 'anyOf', 'oneOf'];
/** These stand for the same value as the schema that they are in. */
const SAME_VALUE: readonly string[] = ['if', 'then', 'else', 'not'];
const SCHEMAS: readonly string[] = ['items', 'additionalProperties', 'propertyNames'];

function convertKeyword(key: string, value: Json, isOpen: boolean): Json {
  if (MAPS_OF_SCHEMAS.includes(key) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, convertAny(entry, isOpen)]));
  }
  if (LISTS_OF_SCHEMAS.includes(key) && Array.isArray(value)) {
    return value.map((entry: Json) => (isJsonObject(entry) ? convert(entry, isOpen, true) : entry));
  }
  if (SAME_VALUE.includes(key) && isJsonObject(value)) {
    return convert(value, isOpen && key !== 'if' && key !== 'not', true);
  }
  return SCHEMAS.includes(key) ? convertAny(value, isOpen && key !== 'propertyNames') : value;
}

function convertAny(value: Json, isOpen: boolean): Json {
  return isJsonObject(value) ? convert(value, isOpen) : value;
}

/** Hints become messages where the editor would show a message of its own for the same mistake. */
function withDescription(schema: Record<string, Json>, hint: Json | undefined): JsonObject {
  if (typeof hint !== 'string') return schema;
  const { not, ...rest } = schema;
  if (isJsonObject(not) && Object.keys(not).length === 0) return { ...rest, ...notHere(hint) };
  if (schema['pattern'] !== undefined) return { ...schema, patternErrorMessage: hint, errorMessage: hint };
  const isAboutObject = schema['type'] === 'object' || schema['properties'] !== undefined;
  return isAboutObject ? schema : { ...schema, errorMessage: hint };
}

/** For a key that has no place: a type can be given a message, `not` cannot. */
export function notHere(message: string): JsonObject {
  return { type: 'null', errorMessage: message, doNotSuggest: true };
}

function acceptReference(schema: JsonObject): JsonObject {
  const rest = without(schema, ['maxLength']);
  if (rest['type'] === 'null') return rest;
  if (rest['enum'] !== undefined) return acceptBesideChoice(rest);
  if (rest['const'] !== undefined || (rest['type'] === undefined && rest['pattern'] === undefined)) return rest;
  const types = [rest['type'] ?? 'string'].flat();
  if (!types.includes('string')) return { ...rest, type: [...types, 'string'], pattern: REFERENCE };
  const { pattern } = rest;
  if (typeof pattern !== 'string' || pattern.includes('\\$\\{\\{')) return rest;
  return { ...rest, pattern: `(?:${pattern})|${REFERENCE}` };
}

function acceptBesideChoice(schema: JsonObject): JsonObject {
  const { enum: choice = [], errorMessage, ...rest } = schema;
  const closed = { enum: choice, ...defined({ errorMessage }) };
  return { ...rest, anyOf: [closed, { type: 'string', pattern: REFERENCE, doNotSuggest: true }] };
}

/** What a schema says of the values that are there, and nothing of those that are not; `null` is one that is not. */
export function toPartialForm(schema: JsonObject): JsonObject {
  const entries = Object.entries(without(schema, RULES_BETWEEN_VALUES)).map(([key, value]): [string, Json] => {
    if (MAPS_OF_SCHEMAS.includes(key) && isJsonObject(value)) {
      return [key, Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, partialField(entry)]))];
    }
    if (key === 'anyOf' && Array.isArray(value)) return [key, value.map(partialAny)];
    return [key, SCHEMAS.includes(key) ? partialAny(value) : value];
  });
  return Object.fromEntries(entries);
}

function partialField(value: Json): Json {
  return isJsonObject(value) ? acceptNull(toPartialForm(value)) : value;
}

function acceptNull(schema: JsonObject): JsonObject {
  const { type, enum: choice, anyOf } = schema;
  return {
    ...schema,
    ...defined({
      type: type === undefined ? undefined : [...new Set([type, 'null'].flat())],
      enum: Array.isArray(choice) ? [...choice, null] : undefined,
      anyOf: Array.isArray(anyOf) ? [...anyOf, { type: 'null', doNotSuggest: true }] : undefined,
    }),
  };
}

function partialAny(value: Json): Json {
  return isJsonObject(value) ? toPartialForm(value) : value;
}

/** Not `anyOf`: a choice beside a reference is one. */
const RULES_BETWEEN_VALUES: readonly string[] = [
  'required',
  'minProperties',
  'dependencies',
  'allOf',
  'oneOf',
  'if',
  'then',
  'else',
  'not',
];

/** `schema` without some of its keywords. */
export function without(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
