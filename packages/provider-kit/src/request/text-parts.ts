import { Interpolation, Reference, type Value } from '@waybill/core';

/** A value as parts of a longer text: what it refers to is filled in when it is sent. */
export function textParts(value: Value): readonly (string | Reference)[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Interpolation) return value.parts;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
