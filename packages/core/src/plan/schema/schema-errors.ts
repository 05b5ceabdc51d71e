import type { ErrorObject } from 'ajv/dist/2020.js';
import { isPlainData } from '../../value/plain-data.ts';
import {
  collectReferences,
  Interpolation,
  isDeferred,
  isJsonObject,
  type Json,
  type JsonObject,
  JsonText,
  Reference,
  type Value,
} from '../../value/value.ts';
import { decodePointerSegment } from './dereference-schema.ts';

/** A violation that is worth telling: `path` is split, and noise around it is gone. */
export interface SchemaError {
  readonly keyword: string;
  readonly path: readonly string[];
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The keyword's own value. */
  readonly schema: unknown;
  readonly parentSchema: JsonObject;
  readonly data: unknown;
  /** Set when the violation is in a key rather than in a value. */
  readonly propertyName: string | undefined;
}

/** Stands for text with references in it; a private use character keeps it apart from what anybody writes. */
export const UNKNOWN_TEXT: string = '\ue000';

/** Violations looked at; with more, the rest is found after the first ones are fixed. */
const MAX_ERRORS = 2_000;

/**
 * Sorts out what a validator says about a value in which some leaves are not known yet: violations at, below or because
 * of an unknown leaf are left out, and of alternatives (`oneOf`, `anyOf`) only the one that was meant is kept.
 */
export function selectSchemaErrors(raw: readonly ErrorObject[], value: Value): readonly SchemaError[] {
  const errors = raw.slice(0, MAX_ERRORS).map(toSchemaError);
  const known = errors.filter((error) => !isAtUnknown(error, value));
  const undecided = errors.filter((error) => dependsOnUnknown(error, errors, known)).map(scopeOf);
  const decided = known.filter((error) => error.keyword !== 'if' && !undecided.some((scope) => isWithin(error, scope)));
  return chooseAlternatives(preferUnconditional(decided.filter((error) => error.keyword !== 'propertyNames')));
}

/** A value that is wrong by itself is not reported a second time for not fitting its neighbours. */
function preferUnconditional(errors: readonly SchemaError[]): readonly SchemaError[] {
  const wrong = new Set(errors.filter((error) => !isConditional(error)).map((error) => error.path.join('/')));
  return errors.filter(
    (error) => !isConditional(error) || error.keyword === 'required' || !wrong.has(error.path.join('/')),
  );
}

/**
 * Whether a violation comes from an `if`: the value does not fit other fields. Below a field of the condition it is about
 * that field alone, and so it is of a field that the condition does not narrow but brings, with a title of its own.
 */
export function isConditional(error: SchemaError): boolean {
  if (error.parentSchema.title !== undefined && VALUE_KEYWORDS.has(error.keyword)) return false;
  return /\/(then|else)\/(?!properties\/[^/]+\/(properties|additionalProperties|items)\/)/.test(error.schemaPath);
}

const VALUE_KEYWORDS: ReadonlySet<string> = new Set([
  'minLength',
  'maxLength',
  'pattern',
  'enum',
  'minimum',
  'maximum',
]);

function toSchemaError(error: ErrorObject): SchemaError {
  return {
    keyword: error.keyword,
    path: error.instancePath
      .split('/')
      .slice(1)
      .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')),
    schemaPath: error.schemaPath,
    params: error.params as Readonly<Record<string, unknown>>,
    schema: error.schema,
    parentSchema: isJsonObject(error.parentSchema) ? error.parentSchema : {},
    data: error.data,
    propertyName: error.propertyName,
  };
}

/** What a validator is given: text with references in it is some text, a whole-leaf reference is of no known type. */
export function toValidatedValue(value: Value): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Reference || isPlainData(value)) return value;
  if (value instanceof Interpolation || value instanceof JsonText) return UNKNOWN_TEXT;
  if (Array.isArray(value)) {
    const items: readonly Value[] = value;
    const copies = items.map(toValidatedValue);
    return copies.every((copy, index) => copy === items[index]) ? value : copies;
  }
  return validatedObject(value as Readonly<Record<string, Value>>);
}

function validatedObject(value: Readonly<Record<string, Value>>): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const child = value[key] ?? null;
    const validated = toValidatedValue(child);
    if (validated === child) continue;
    copy ??= { ...value };
    copy[key] = validated;
  }
  return copy ?? value;
}

function isAtUnknown(error: SchemaError, value: Value): boolean {
  let place: Value | undefined = value;
  for (const key of error.path) {
    if (isDeferred(place)) return true;
    place = childOf(place, key);
  }
  // The steps of a unit are planned on it. What `each` does not have is reported as such.
  if (error.keyword === 'x-connection') return isDeferred(place) && mayBeFilledByEach(place);
  // Text with a reference in it is certainly text, whatever it resolves to.
  if (place instanceof Interpolation && error.keyword === 'type') return false;
  return isDeferred(place);
}

function mayBeFilledByEach(place: Value): boolean {
  return collectReferences(place).some(({ path }) => path[0] === 'each');
}

function childOf(value: Value | undefined, key: string): Value | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, Value>>)[key];
}

/** Whether a compound violation was decided by a leaf that is not known: then nothing can be said. */
function dependsOnUnknown(error: SchemaError, all: readonly SchemaError[], known: readonly SchemaError[]): boolean {
  switch (error.keyword) {
    case 'if':
      return mentionsUnknown(error.parentSchema.if, error.data);
    case 'not':
      return mentionsUnknown(error.schema, error.data);
    case 'oneOf':
    case 'anyOf': {
      const isInside = (inner: SchemaError): boolean => inner !== error && isWithin(inner, scopeOf(error));
      return all.filter(isInside).length !== known.filter(isInside).length || mentionsUnknown(error.schema, error.data);
    }
    default:
      return false;
  }
}

/** Whether a condition looks at the content of a leaf that is not known. Asking whether it is there is fine. */
function mentionsUnknown(condition: unknown, data: unknown): boolean {
  if (Array.isArray(condition)) return condition.some((branch) => mentionsUnknown(branch, data));
  if (!isJsonObject(condition)) return false;
  const nested = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'].some((key) =>
    mentionsUnknown(condition[key], data),
  );
  if (nested) return true;
  const { properties } = condition;
  if (!isJsonObject(properties) || typeof data !== 'object' || data === null) return false;
  return Object.entries(properties).some(([key, property]) => {
    const child = Object.hasOwn(data, key) ? (data as Readonly<Record<string, unknown>>)[key] : undefined;
    return child === UNKNOWN_TEXT || isDeferred(child) || mentionsUnknown(property, child);
  });
}

/** Where the violations lie that a compound one is made of. */
function scopeOf(error: SchemaError): string {
  return error.keyword === 'if' ? error.schemaPath.replace(/\/if$/, '') : error.schemaPath;
}

function isWithin(error: SchemaError, scope: string): boolean {
  return error.schemaPath === scope || error.schemaPath.startsWith(`${scope}/`);
}

/** Replaces a failed `oneOf` or `anyOf` and all it reports by the violations of the alternative that was meant. */
function chooseAlternatives(errors: readonly SchemaError[]): readonly SchemaError[] {
  const compound = errors.find(
    (error) =>
      isAlternatives(error) &&
      !errors.some((outer) => isAlternatives(outer) && outer !== error && isWithin(error, outer.schemaPath)),
  );
  if (compound === undefined) return errors;
  const inside = errors.filter(
    (error) => error !== compound && isWithin(error, compound.schemaPath) && startsWith(error.path, compound.path),
  );
  const outside = errors.filter((error) => error !== compound && !inside.includes(error));
  const meant = meantAlternative(compound, inside);
  const own =
    meant === undefined
      ? [{ ...compound, keyword: 'alternatives' }]
      : chooseAlternatives(meant.map((error) => withOuterWords(error, compound)));
  return [...own, ...chooseAlternatives(outside)];
}

/** An alternative usually says less about the value than the schema that lists the alternatives. */
function withOuterWords(error: SchemaError, compound: SchemaError): SchemaError {
  if (error.path.length !== compound.path.length) return error;
  return { ...error, parentSchema: { ...compound.parentSchema, ...error.parentSchema } };
}

function isAlternatives(error: SchemaError): boolean {
  return error.keyword === 'oneOf' || error.keyword === 'anyOf';
}

function meantAlternative(compound: SchemaError, inside: readonly SchemaError[]): readonly SchemaError[] | undefined {
  const branches = Map.groupBy(
    inside,
    (error) => error.schemaPath.slice(compound.schemaPath.length + 1).split('/')[0] ?? '',
  );
  const depth = compound.path.length;
  const ofType = [...branches.values()].filter(
    (errors) => !errors.some((error) => error.keyword === 'type' && error.path.length === depth),
  );
  if (ofType.length === 1 && branches.size > 1) return ofType[0];
  const isDiscriminator = (error: SchemaError): boolean =>
    (error.keyword === 'const' || error.keyword === 'enum') && error.path.length === depth + 1;
  const discriminated = ofType.filter((errors) => !errors.some(isDiscriminator));
  return discriminated.length === 1 && branches.size > 1 ? discriminated[0] : undefined;
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((segment, index) => path[index] === segment);
}

const IN_PLACE: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else', 'if', 'not']);

/**
 * The `x-hint` that explains a violation: of the failing keyword, of the subschema that holds it, of the subschemas around
 * that one which speak about the same value, or of the condition (`then`, `else`) that it belongs to.
 */
export function hintOf(error: SchemaError, root: JsonObject): string | undefined {
  for (const schema of [error.schema, error.parentSchema]) {
    if (isJsonObject(schema) && typeof schema['x-hint'] === 'string') return schema['x-hint'];
  }
  const segments = error.schemaPath
    .replace(/^[^#]*#\/?/, '')
    .split('/')
    .map(decodePointerSegment);
  const around: Json[] = [root];
  for (const segment of segments.slice(0, -1)) around.push(memberOf(around.at(-1), segment));
  const lastCondition = Math.max(segments.lastIndexOf('then'), segments.lastIndexOf('else'));
  let isSameValue = true;
  for (let depth = segments.length - 1; depth >= 0; depth -= 1) {
    const schema = around[depth];
    const isRelevant = isSameValue || depth === lastCondition + 1;
    if (isRelevant && isJsonObject(schema) && typeof schema['x-hint'] === 'string') return schema['x-hint'];
    isSameValue &&= isInPlace(segments, depth - 1);
  }
  return undefined;
}

/** Whether the subschema reached by this segment speaks about the same value as the one around it. */
function isInPlace(segments: readonly string[], depth: number): boolean {
  const via = segments[depth] ?? '';
  return IN_PLACE.has(via) || (/^\d+$/.test(via) && IN_PLACE.has(segments[depth - 1] ?? ''));
}

function memberOf(schema: Json | undefined, key: string): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[])[Number(key)] ?? null;
  return isJsonObject(schema) && Object.hasOwn(schema, key) ? (schema[key] ?? null) : null;
}
