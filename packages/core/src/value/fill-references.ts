import { isPlainData } from './plain-data.ts';
import { Interpolation, isDeferred, Reference, type Value, type ValueObject } from './value.ts';

/** What a reference stands for; the reference itself, or another one, when it is not known yet. */
export type LookUp = (reference: Reference) => Value;

/** Fills in what is known. Parts without references are shared with the original, not copied. */
export function fillReferences(value: Value, lookUp: LookUp): Value {
  if (typeof value !== 'object' || value === null || isPlainData(value)) return value;
  if (value instanceof Reference) return lookUp(value);
  if (value instanceof Interpolation) return fillInterpolation(value, lookUp);
  if (isDeferred(value)) return value;
  if (Array.isArray(value)) return fillList(value, lookUp);
  return fillObject(value as ValueObject, lookUp);
}

function fillList(items: readonly Value[], lookUp: LookUp): readonly Value[] {
  let copy: Value[] | undefined;
  for (const [index, item] of items.entries()) {
    const filled = fillReferences(item, lookUp);
    if (filled === item) continue;
    copy ??= [...items];
    copy[index] = filled;
  }
  return copy ?? items;
}

function fillObject(value: ValueObject, lookUp: LookUp): ValueObject {
  let copy: Record<string, Value> | undefined;
  for (const key of Object.keys(value)) {
    const child = value[key] ?? null;
    const filled = fillReferences(child, lookUp);
    if (filled === child) continue;
    copy ??= { ...value };
    copy[key] = filled;
  }
  return copy ?? value;
}

/** Text as soon as every part is known. A list or a map has no text and stays a reference; the checks refuse it. */
export function fillInterpolation(value: Interpolation, lookUp: LookUp): string | Interpolation {
  const parts: (string | Reference)[] = [];
  for (const part of value.parts) {
    const filled = typeof part === 'string' ? part : fillPart(part, lookUp);
    const last = parts.at(-1);
    if (typeof filled === 'string' && typeof last === 'string') parts[parts.length - 1] = last + filled;
    else parts.push(filled);
  }
  const [only] = parts;
  return parts.length === 1 && typeof only === 'string' ? only : new Interpolation(parts);
}

function fillPart(reference: Reference, lookUp: LookUp): string | Reference {
  const filled = lookUp(reference);
  if (filled instanceof Reference) return filled;
  return isTextual(filled) ? String(filled) : reference;
}

/** Whether a value can stand inside a longer text. */
export function isTextual(value: Value): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
