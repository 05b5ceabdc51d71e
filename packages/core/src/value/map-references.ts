import { Interpolation, isValueObject, JsonText, Reference, type Value } from './value.ts';

/** The value with another reference in the place of each, inside texts and JSON texts too. */
export function mapReferences(value: Value, map: (reference: Reference) => Reference): Value {
  if (value instanceof Reference) return map(value);
  if (value instanceof Interpolation)
    return new Interpolation(value.parts.map((part) => (typeof part === 'string' ? part : map(part))));
  if (value instanceof JsonText) return new JsonText(mapReferences(value.value, map));
  if (Array.isArray(value)) return value.map((item: Value) => mapReferences(item, map));
  if (!isValueObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapReferences(child, map)]));
}
