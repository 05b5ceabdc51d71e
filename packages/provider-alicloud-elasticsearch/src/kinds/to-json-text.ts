import { collectReferences, isDeferred, JsonText, type Value } from '@waybill/core';

/** `settings` and `mapping` travel as JSON text in a string; plans may give them as objects. */
export function toJsonText(value: Value): Value {
  if (typeof value === 'string' || isDeferred(value)) return value;
  return collectReferences(value).length > 0 ? new JsonText(value) : JSON.stringify(value);
}
