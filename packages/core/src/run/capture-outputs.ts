import { isJsonObject, type Json, type JsonObject } from '../plan/value.ts';
import type { Operation } from '../provider/provider.ts';
import type { Redactor } from './redactor.ts';

/** Keeps of an exchange exactly what the operation's allow-list names, with known secrets taken out all the same. */
export function captureOutputs(
  operation: Operation,
  exchange: { readonly request: JsonObject; readonly response: Json },
  redactor: Redactor,
): JsonObject {
  const captured = Object.entries(operation.outputs).map(([name, pointer]) => {
    return [name, redactor.json(readPointer(exchange, pointer))] as const;
  });
  return Object.fromEntries(captured);
}

/** A JSON pointer (RFC 6901); `null` where it finds nothing. */
function readPointer(document: Json, pointer: string): Json {
  let current: Json = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(current)) current = current[Number(key)] ?? null;
    else if (isJsonObject(current) && Object.hasOwn(current, key)) current = current[key] ?? null;
    else return null;
  }
  return current;
}
