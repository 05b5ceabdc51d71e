import { keepValues } from '../redact/keep-values.ts';
import type { Redactor } from '../redact/redactor.ts';
import { isJsonObject, type Json, type JsonObject, type Value } from '../value/value.ts';

/** Name → JSON pointer into an exchange. */
export type OutputPointers = Readonly<Record<string, string>>;

/** A request as it was sent, and its answer; of a check with two reads, the answer of the second one as well. */
export interface Exchange {
  readonly request: JsonObject;
  readonly response: Json;
  readonly beside?: Json;
}

/** Keeps of an exchange exactly what the allow-list of its operation or check names, as far as it may be kept. */
export function captureOutputs(
  outputs: OutputPointers,
  exchange: Exchange,
  kept: {
    readonly template: Value;
    /**
     * What became of the template.
     *
     * @default the request
     */
    readonly resolved?: Json;
    readonly redactor: Redactor;
  },
): JsonObject {
  const paths = pathsOf(outputs);
  if (paths.length === 0) return {};
  const document = { ...exchange };
  const captured = paths.map(([name, path]) => [name, readPath(document, path)] as const);
  const sent = { template: kept.template, resolved: kept.resolved ?? exchange.request };
  return keepValues(Object.fromEntries(captured), sent, kept.redactor);
}

type OutputPaths = readonly (readonly [name: string, path: readonly string[]])[];

/** The pointers of an operation or a check never change, and are followed for each of its calls. */
const parsedPaths = new WeakMap<OutputPointers, OutputPaths>();

function pathsOf(outputs: OutputPointers): OutputPaths {
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
