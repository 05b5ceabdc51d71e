import type { Operation } from '../provider/operation.ts';

import { keepValues } from '../redact/keep-values.ts';
import type { Redactor } from '../redact/redactor.ts';
import { isJsonObject, type Json, type JsonObject, type Value } from '../value/value.ts';

/** Keeps of an exchange exactly what the operation's allow-list names, as far as it may be kept. */
export function captureOutputs(
  operation: Operation,
  exchange: { readonly request: JsonObject; readonly response: Json },
  kept: { readonly template: Value; readonly redactor: Redactor },
): JsonObject {
  const captured = pathsOf(operation.outputs).map(([name, path]) => [name, readPath(exchange, path)] as const);
  const sent = { template: kept.template, resolved: exchange.request };
  return keepValues(Object.fromEntries(captured), sent, kept.redactor);
}

type OutputPaths = readonly (readonly [name: string, path: readonly string[]])[];

/** An operation's pointers never change, and are followed for each of its calls. */
const parsedPaths = new WeakMap<Operation['outputs'], OutputPaths>();

function pathsOf(outputs: Operation['outputs']): OutputPaths {
  const known = parsedPaths.get(outputs);
  if (known !== undefined) return known;
  const paths = Object.entries(outputs).map(([name, pointer]) => [name, parsePointer(pointer)] as const);
  parsedPaths.set(outputs, paths);
  return paths;
}

/** A JSON pointer (RFC 6901) as the keys it goes through. */
function parsePointer(pointer: string): readonly string[] {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `null` where the path finds nothing. */
function readPath(document: Json, path: readonly string[]): Json {
  let current: Json = document;
  for (const key of path) {
    if (Array.isArray(current)) current = current[Number(key)] ?? null;
    else if (isJsonObject(current) && Object.hasOwn(current, key)) current = current[key] ?? null;
    else return null;
  }
  return current;
}
