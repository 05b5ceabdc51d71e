import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import type { SchemaError } from './schema-errors.ts';
import { capitalise, descriptionOf, fieldOf, quote, type SchemaSubject, type Words } from './schema-texts.ts';
import { validatorOf } from './schema-validator.ts';

export function typeWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
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

/** How a number or a boolean becomes text. */
export const QUOTING: string = 'Put the value in quotes to make it text.';

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

export function valueWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
  const { code, rule } = ruleOf(error);
  const options = allowedValues(error);
  const suggestion = typeof error.data === 'string' ? suggest(error.data, options) : undefined;
  return {
    code,
    summary: error.data === '' ? 'empty value' : `${quote(error)} ${rule}`,
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
          : `is not of the format ${String(error.schema)}`,
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

function optionalHint(hint: string | undefined): { readonly hint?: string } {
  return defined({ hint });
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
