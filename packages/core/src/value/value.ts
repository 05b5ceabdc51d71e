import { brand } from './brand.ts';

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * JSON data in which a leaf may be known only later: a secret, or what an earlier step captured. Inputs and `each` are
 * already filled in when a unit has been expanded, so only these two kinds of reference remain.
 */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Deferred;
export interface ValueObject {
  readonly [key: string]: Value;
}

/**
 * A leaf that is known only at run time. It serialises as the reference text itself, so that neither a preview nor a
 * journal nor a fingerprint can hold a secret's value by accident.
 */
export type Deferred = Reference | Interpolation | JsonText;

/**
 * `${{ path }}` as a whole leaf. The roots that remain after expansion: `secrets.<name>`,
 * `migrations.<unit address>.outputs.<name>` (both written by users) and, written by kinds only,
 * `steps.<step name>.outputs.<name>` (a step of the same unit), `unit.token` (12 hex characters, unique to this unit
 * in this state, the same in every attempt and every run), `unit.tokens` (those that it had before it was started over,
 * and its present one as the last) and `unit.mark` (12 hex characters for the unit of this plan in whatever state).
 */
export class Reference {
  readonly kind = 'reference';
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    this.path = path;
  }

  toString(): string {
    return `\${{ ${this.path.join('.')} }}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Text with references in it: `cache-${{ secrets.suffix }}`. Resolves to a string. */
export class Interpolation {
  readonly kind = 'interpolation';
  readonly parts: readonly (string | Reference)[];

  constructor(parts: readonly (string | Reference)[]) {
    this.parts = parts;
  }

  toString(): string {
    return this.parts.join('');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A value that the vendor wants as JSON text in a string (`settings`, `mapping`) and that holds references. */
export class JsonText {
  readonly kind = 'json-text';
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }

  toString(): string {
    return JSON.stringify(this.value);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** References of every copy of this package know each other by it. */
const VALUE_FAMILY: unique symbol = Symbol.for('waybill.value');
brand(Reference, VALUE_FAMILY, 'Reference');
brand(Interpolation, VALUE_FAMILY, 'Interpolation');
brand(JsonText, VALUE_FAMILY, 'JsonText');

export function isDeferred(value: unknown): value is Deferred {
  // One look at the brand: this is asked of every value of a plan and of a call, and few are of one of the three classes.
  return typeof value === 'object' && value !== null && VALUE_FAMILY in value;
}

export function isValueObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDeferred(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every reference inside `value`, in document order. */
export function collectReferences(value: Value): readonly Reference[] {
  const found: Reference[] = [];
  visitReferences(value, (reference) => found.push(reference));
  return found;
}

function visitReferences(value: Value, visit: (reference: Reference) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!isDeferred(value)) for (const child of Object.values(value)) visitReferences(child, visit);
  else if (value instanceof Reference) visit(value);
  else if (value instanceof JsonText) visitReferences(value.value, visit);
  else for (const part of value.parts) if (part instanceof Reference) visit(part);
}

/**
 * Fills in every reference of `value`. `lookUp` returns what a reference stands for; a secret inside a longer text is
 * converted with `String`. The result may hold secret values: it must not be kept, logged or serialised by the caller.
 */
export function resolveValue(value: Value, lookUp: (reference: Reference) => Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isDeferred(value)) return resolveDeferred(value, lookUp);
  if (Array.isArray(value)) return value.map((item: Value) => resolveValue(item, lookUp));
  const resolved: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value as ValueObject)) resolved[key] = resolveValue(child, lookUp);
  return resolved;
}

function resolveDeferred(value: Deferred, lookUp: (reference: Reference) => Json): Json {
  if (value instanceof Reference) return lookUp(value);
  if (value instanceof JsonText) return JSON.stringify(resolveValue(value.value, lookUp));
  return value.parts.map((part) => interpolated(part, lookUp)).join('');
}

function interpolated(part: string | Reference, lookUp: (reference: Reference) => Json): string {
  if (typeof part === 'string') return part;
  const value = lookUp(part);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `value` with each deferred leaf replaced by its reference text: what previews show and request builders are fed. */
export function displayValue(value: Value): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isDeferred(value)) return value.toString();
  if (Array.isArray(value)) return value.map((item: Value) => displayValue(item));
  const shown: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value as ValueObject)) shown[key] = displayValue(child);
  return shown;
}
