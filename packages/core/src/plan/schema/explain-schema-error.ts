import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { defined } from '../../value/defined.ts';
import { isJsonObject } from '../../value/value.ts';
import type { Finding } from '../syntax/findings.ts';
import { typeWords, valueWords } from './explain-value-error.ts';
import { hintOf, isConditional, type SchemaError, UNKNOWN_TEXT } from './schema-errors.ts';
import { capitalise, containerOf, descriptionOf, fieldOf, type SchemaSubject, type Words } from './schema-texts.ts';

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
  const foreign = subject.foreignAt?.(error.path) ?? [];
  const known = knownProperties(error.parentSchema).filter((name) => !foreign.includes(name));
  const suggestion = suggestKey(error, known);
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
export function suggestKey(
  error: SchemaError,
  known: readonly string[] = knownProperties(error.parentSchema),
): string | undefined {
  const [, own] = /^x[-_](\w[\w-]*)$/i.exec(unknownKeyOf(error)) ?? [];
  // Keys of the user's own are allowed where the schema knows their form.
  if (own !== undefined && takesOwnKeys(error.parentSchema)) return `x-${own}`;
  return suggest(unknownKeyOf(error), known);
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

function ruleWords(error: SchemaError, subject: SchemaSubject, hint: string | undefined): Words {
  const field = fieldOf(error, subject);
  const name = summaryName(error);
  const advice = hint ?? 'Compare it with the description of the field in the vendor’s documentation.';
  if (error.keyword === 'alternatives') {
    const detail = descriptionOf(error) ?? `${capitalise(field)} has several forms; exactly one of them has to match.`;
    return { code: 'PLAN_RULE', summary: `${name} has none of the allowed forms`, detail, hint: advice };
  }
  const isForbidden = error.keyword === 'not' && isJsonObject(error.schema) && Object.keys(error.schema).length === 0;
  return {
    code: 'PLAN_RULE',
    summary: isForbidden ? `${name} cannot be given here` : `${name} does not fit the other fields`,
    detail: isForbidden
      ? `With the other fields as they are, ${field} is not allowed.`
      : `The values that ${field} may have depend on other fields; with those as they are, this value is not allowed.`,
    hint: advice,
  };
}

function summaryName(error: SchemaError): string {
  const key = error.path.at(-1);
  return key === undefined ? 'the whole' : `\`${shorten(key)}\``;
}
