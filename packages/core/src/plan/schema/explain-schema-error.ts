import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject, type JsonObject } from '../../value/value.ts';
import type { Finding } from '../syntax/findings.ts';
import { hintOf, isConditional, type SchemaError, UNKNOWN_TEXT } from './schema-errors.ts';
import { type KnownConnections, validatorOf } from './schema-validator.ts';

/** What a schema describes, for the sentences about it. */
export interface SchemaSubject {
  readonly schema: JsonObject;
  /** `search.index-migration`. */
  readonly name: string;
  /** Of the plan. Absent where none are named. */
  readonly connections?: KnownConnections;
}

type Words = Pick<Finding, 'code' | 'summary' | 'detail' | 'hint'>;

/** One violation → what, why and how to fix it. `path` is relative to the value that was checked. */
export function explainSchemaError(error: SchemaError, subject: SchemaSubject): Finding {
  const finding = explain(error, subject);
  return error.parentSchema['x-secret'] === true ? { ...finding, isSecret: true } : finding;
}

function explain(error: SchemaError, subject: SchemaSubject): Finding {
  const hint = hintOf(error, subject.schema);
  if (error.propertyName !== undefined) return explainName(error, error.propertyName, hint);
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return explainUnknownKey(error, subject);
    case 'required':
    case 'dependentRequired':
      return explainMissingKey(error, subject, hint);
    case 'type':
      return { path: error.path, ...typeWords(error, subject, hint) };
    case 'x-connection':
      return { path: error.path, ...connectionWords(error, subject) };
    case 'not':
    case 'false schema':
    case 'alternatives':
      return { path: error.path, ...ruleWords(error, subject, hint) };
    default:
      return { path: error.path, ...(isConditional(error) ? ruleWords : valueWords)(error, subject, hint) };
  }
}

function explainName(error: SchemaError, name: string, hint: string | undefined): Finding {
  const description = descriptionOf(error);
  return {
    code: 'PLAN_BAD_NAME',
    path: [...error.path, name],
    at: 'key',
    summary: `\`${shorten(name)}\` cannot be a name here`,
    detail: description ?? 'The name does not follow the rule for names here.',
    ...defined({ hint }),
  };
}

function explainUnknownKey(error: SchemaError, subject: SchemaSubject): Finding {
  const key = unknownKeyOf(error);
  const known = knownProperties(error.parentSchema);
  const suggestion = suggestKey(error);
  return {
    code: 'PLAN_UNKNOWN_KEY',
    path: [...error.path, key],
    at: 'key',
    summary: 'unknown key',
    detail: `\`${shorten(key)}\` is not a field of ${containerOf(error, subject)}.${listOf(known)}`,
    hint:
      suggestion === undefined ? 'Remove the key, or write one of the known ones.' : `did you mean \`${suggestion}\`?`,
  };
}

/** The field that an unknown key was probably meant to be. */
export function suggestKey(error: SchemaError): string | undefined {
  const [, own] = /^x[-_](\w[\w-]*)$/i.exec(unknownKeyOf(error)) ?? [];
  // Keys of the user's own are allowed where the schema knows their form.
  if (own !== undefined && takesOwnKeys(error.parentSchema)) return `x-${own}`;
  return suggest(unknownKeyOf(error), knownProperties(error.parentSchema));
}

function takesOwnKeys(schema: unknown): boolean {
  return (
    isJsonObject(schema) && isJsonObject(schema.patternProperties) && Object.hasOwn(schema.patternProperties, '^x-')
  );
}

function unknownKeyOf(error: SchemaError): string {
  return String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
}

function listOf(known: readonly string[]): string {
  if (known.length === 0) return ' It has no fields.';
  const shown = known.slice(0, 16).join(', ');
  return known.length > 16
    ? ` It has the fields ${shown}, and ${known.length - 16} more.`
    : ` It has the fields ${shown}.`;
}

/** Property names of a schema, those of its conditional and combined parts included. */
function knownProperties(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return [...new Set(schema.flatMap((part) => knownProperties(part)))];
  if (!isJsonObject(schema)) return [];
  const own = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  const parts = ['allOf', 'anyOf', 'oneOf', 'then', 'else'].flatMap((key) => knownProperties(schema[key]));
  return [...new Set([...own, ...parts])];
}

function explainMissingKey(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Finding {
  const missing = String(error.params.missingProperty);
  const property = isJsonObject(error.parentSchema.properties) ? error.parentSchema.properties[missing] : undefined;
  const purpose = isJsonObject(property) && typeof property.description === 'string' ? ` ${property.description}` : '';
  const ownHint = isJsonObject(property) && typeof property['x-hint'] === 'string' ? property['x-hint'] : undefined;
  return {
    code: 'PLAN_MISSING_KEY',
    path: error.path,
    at: 'key',
    summary: `\`${missing}\` is missing`,
    detail: `${capitalise(containerOf(error, subject))} needs \`${missing}\`.${purpose}`,
    hint: hint ?? ownHint ?? `Add \`${missing}:\`.`,
  };
}

function connectionWords(error: SchemaError, subject: SchemaSubject): Words {
  const { connections = new Map<string, string>() } = subject;
  const type = String(error.schema);
  const field = fieldOf(error, subject);
  const alias = String(error.data);
  const fitting = [...connections].filter(([, found]) => found === type).map(([name]) => name);
  const known =
    fitting.length === 0 ? `Declare a provider of type ${type} under \`providers:\`.` : `Write ${oneOf(fitting)}.`;
  if (typeof error.data !== 'string' || error.data === UNKNOWN_TEXT) {
    return {
      code: 'PLAN_REFERENCE_NOT_ALLOWED',
      summary: 'connection that is not known before the run',
      detail: `The steps of a unit are planned on the connection that ${field} names. References to inputs and \`each\` are filled in by then, those to secrets and outputs are not.`,
      hint: known,
    };
  }
  const suggestion = suggest(alias, fitting);
  const hint = suggestion === undefined ? known : `did you mean \`${suggestion}\`?`;
  if (!connections.has(alias)) {
    return {
      code: 'PLAN_UNKNOWN_PROVIDER',
      summary: `unknown provider \`${shorten(alias)}\``,
      detail: `${capitalise(field)} is the alias of a provider of type ${type}, declared under \`providers:\`.`,
      hint,
    };
  }
  return {
    code: 'PLAN_CONNECTION_TYPE',
    summary: `\`${shorten(alias)}\` is of another type`,
    detail: `${capitalise(field)} is the alias of a provider of type ${type}, and \`${shorten(alias)}\` is of type ${connections.get(alias) ?? ''}.`,
    hint,
  };
}

/** `a`, `a or b`, `a, b or c`. */
function oneOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

function containerOf(error: SchemaError, subject: SchemaSubject): string {
  const last = error.path.at(-1);
  return last === undefined ? subject.name : `\`${shorten(last)}\``;
}

/** How a number or a boolean becomes text. */
export const QUOTING: string = 'Put the value in quotes to make it text.';

function typeWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
  const types = [error.schema].flat().map(String);
  const expected = types.map(typeName).join(' or ');
  const actual = actualType(error.data);
  const isText = types.includes('string') && (actual === 'a number' || actual === 'a boolean');
  const quoting = isText ? QUOTING : unquotedHint(error.data, types);
  return {
    code: 'PLAN_WRONG_TYPE',
    summary: `${expected} expected, not ${actual}`,
    detail: descriptionOf(error) ?? `${capitalise(fieldOf(error, subject))} is ${expected}.`,
    ...optionalHint(isText ? textHint(error, quoting ?? '', hint) : (quoting ?? hint)),
  };
}

/**
 * Quotes first, and what the field wants besides. A number where text of another form belongs, such as 5 for 5/s, would
 * not be right in quotes either.
 */
function textHint({ data, parentSchema }: SchemaError, quoting: string, hint: string | undefined): string {
  if (hint === undefined) return quoting;
  const fits = validatorOf({ ...parentSchema, type: 'string' }).accepts(String(data));
  if (!fits) return hint;
  return parentSchema['x-secret'] === true ? `${quoting} ${hint}` : quoting;
}

function unquotedHint(data: unknown, types: readonly string[]): string | undefined {
  if (data === null) return 'The value is empty: write one after the colon, or remove the key.';
  const isNumeric = typeof data === 'string' && /^-?\d+(\.\d+)?$/.test(data);
  const wantsNumber = types.includes('integer') || types.includes('number');
  const isBoolean = (data === 'true' || data === 'false') && types.includes('boolean');
  return (isNumeric && wantsNumber) || isBoolean ? 'Remove the quotes.' : undefined;
}

function ruleWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
  const field = fieldOf(error, subject);
  const name = summaryName(error);
  const advice = hint ?? 'Compare with the description of the field in the vendor’s document.';
  if (error.keyword === 'alternatives') {
    const detail = descriptionOf(error) ?? `${capitalise(field)} has several forms; exactly one of them has to match.`;
    return { code: 'PLAN_RULE', summary: `${name} has none of the allowed forms`, detail, hint: advice };
  }
  const isForbidden = error.keyword === 'not' && isJsonObject(error.schema) && Object.keys(error.schema).length === 0;
  return {
    code: 'PLAN_RULE',
    summary: isForbidden ? `${name} cannot be given here` : `${name} does not fit the other fields`,
    detail: isForbidden
      ? `With the other fields as they are, ${field} has no place.`
      : `What ${field} may be depends on other fields, and as they are it cannot be this.`,
    hint: advice,
  };
}

function summaryName(error: SchemaError): string {
  const key = error.path.at(-1);
  return key === undefined ? 'the whole' : `\`${shorten(key)}\``;
}

function valueWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
  const { code, rule } = ruleOf(error);
  const options = allowedValues(error);
  const suggestion = typeof error.data === 'string' ? suggest(error.data, options) : undefined;
  return {
    code,
    summary: `${quote(error)} ${rule}`,
    detail: descriptionOf(error) ?? `The value of ${fieldOf(error, subject)} ${rule}.`,
    ...optionalHint(suggestion === undefined ? hint : `did you mean \`${suggestion}\`?`),
  };
}

function allowedValues(error: SchemaError): readonly string[] {
  if (error.keyword === 'enum' && Array.isArray(error.schema)) return error.schema.map(String);
  return error.keyword === 'const' ? [String(error.schema)] : [];
}

interface Rule {
  readonly code: DiagnosticCode;
  /** Continues a sentence that starts with the value. */
  readonly rule: string;
}

function ruleOf(error: SchemaError): Rule {
  const bad = (rule: string): Rule => ({ code: 'PLAN_BAD_VALUE', rule });
  const limit = String(error.params.limit);
  switch (error.keyword) {
    case 'enum':
      return bad(`is not one of ${allowedValues(error).join(', ')}`);
    case 'const':
      return bad(`is not ${JSON.stringify(error.schema)}`);
    case 'pattern':
      return patternRule(error);
    case 'minimum':
      return bad(`is below the minimum of ${limit}`);
    case 'maximum':
      return bad(`is above the maximum of ${limit}`);
    case 'exclusiveMinimum':
      return bad(`is not above ${limit}`);
    case 'exclusiveMaximum':
      return bad(`is not below ${limit}`);
    case 'multipleOf':
      return bad(`is not a multiple of ${String(error.params.multipleOf)}`);
    case 'format':
      return bad(
        error.schema === 'uri'
          ? 'is not a complete URL such as https://host.example:9200'
          : `is no ${String(error.schema)}`,
      );
    case 'minLength':
      return bad(limit === '1' ? 'is empty' : `is shorter than ${limit} characters`);
    case 'maxLength':
      return bad(`is longer than ${limit} characters`);
    case 'x-max-bytes':
      return bad(`is longer than ${String(error.schema)} bytes in UTF-8`);
    case 'minItems':
      return bad(`has fewer than ${limit} items`);
    case 'maxItems':
      return bad(`has more than ${limit} items`);
    case 'minProperties':
      return bad(`has fewer than ${limit} entries`);
    case 'maxProperties':
      return bad(`has more than ${limit} entries`);
    case 'uniqueItems':
      return bad('holds the same item twice');
    default:
      return bad('does not follow the rule for this field');
  }
}

/** Durations and rates are recognised by their units, so that they get codes of their own. */
function patternRule(error: SchemaError): Rule {
  const pattern = String(error.schema);
  if (pattern.includes('(ms|s|m|h|d)')) return { code: 'PLAN_BAD_DURATION', rule: 'is not a duration' };
  if (pattern.includes('/(s|m|h)')) return { code: 'PLAN_BAD_RATE', rule: 'is not a rate' };
  return { code: 'PLAN_BAD_VALUE', rule: 'does not have the form this field needs' };
}

/** What the schema says about the field: `Region: Region of the instances.` */
function descriptionOf(error: SchemaError): string | undefined {
  const { title, description } = error.parentSchema;
  if (typeof description !== 'string') return undefined;
  return typeof title === 'string' ? `${title}: ${lowerFirst(description)}` : description;
}

function fieldOf(error: SchemaError, subject: SchemaSubject): string {
  return error.path.length === 0 ? subject.name : `\`${error.path.map(shorten).join('.')}\` of ${subject.name}`;
}

/** The value itself, unless it may be secret. */
function quote(error: SchemaError): string {
  const isSecret = error.parentSchema['x-secret'] === true || error.path.some(isSecretName);
  if (isSecret) return 'the value';
  if (Array.isArray(error.data)) return 'the list';
  if (isJsonObject(error.data)) return 'the map';
  return `\`${shorten(String(error.data))}\``;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : text;
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'a map',
    array: 'a list',
    null: 'nothing',
  };
  return names[type] ?? type;
}

function actualType(data: unknown): string {
  if (data === null) return 'nothing';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a map';
  if (typeof data === 'string') return 'text';
  return typeof data === 'number' ? 'a number' : 'a boolean';
}

function optionalHint(hint: string | undefined): { readonly hint?: string } {
  return defined({ hint });
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function capitalise(text: string): string {
  return text.startsWith('a ') ? `A ${text.slice(2)}` : text;
}
