import { isWaybillError } from '../errors.ts';
import type { Redactor } from './redactor.ts';

/** Of an error that is not ours, what is no text; every other text on it is free. */
const FACTS: ReadonlySet<PropertyKey> = new Set(['name', 'code', 'syscall', 'errno']);
/** Deeper than this nobody looks into an error. */
const MAX_DEPTH = 6;

/**
 * An error as it may leave a run: its texts, those of its causes and of the errors it gathers are cleaned, in place where
 * that can be done. Data of our own errors (addresses, names) stays as it is.
 */
export function redactError(thrown: unknown, redactor: Redactor): unknown {
  return redactPart(thrown, { redactor, seen: new Set(), depth: 0 });
}

interface Walk {
  readonly redactor: Redactor;
  readonly seen: Set<object>;
  readonly depth: number;
}

function redactPart(part: unknown, walk: Walk): unknown {
  if (typeof part === 'string') return walk.redactor.clean(part);
  if (typeof part !== 'object' || part === null || walk.seen.has(part)) return part;
  if (walk.depth > MAX_DEPTH) return '[not shown]';
  walk.seen.add(part);
  const deeper = { ...walk, depth: walk.depth + 1 };
  let whole = part;
  for (const key of Reflect.ownKeys(part)) {
    if (!isFree(part, key)) continue;
    const value = readProperty(whole, key);
    const clean = redactPart(value, deeper);
    if (clean !== value) whole = withProperty(whole, key, clean);
  }
  return whole;
}

function isFree(part: object, key: PropertyKey): boolean {
  if (FACTS.has(key)) return false;
  if (!isWaybillError(part)) return true;
  return typeof key === 'string' && ['message', 'stack', 'hint', 'cause'].includes(key);
}

/** A getter that throws has nothing to clean. */
function readProperty(part: object, key: PropertyKey): unknown {
  try {
    return (part as Readonly<Record<PropertyKey, unknown>>)[key];
  } catch {
    return undefined;
  }
}

/** What is frozen is copied. */
function withProperty(part: object, key: PropertyKey, value: unknown): object {
  const isEnumerable = Object.getOwnPropertyDescriptor(part, key)?.enumerable ?? true;
  const property = { value, enumerable: isEnumerable, configurable: true, writable: true };
  if (Reflect.defineProperty(part, key, property)) return part;
  const copy: object = Array.isArray(part) ? [...part] : Object.create(Object.getPrototypeOf(part), open(part));
  Reflect.defineProperty(copy, key, property);
  return copy;
}

function open(part: object): PropertyDescriptorMap {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(part));
  return Object.fromEntries(
    descriptors.map(([key, descriptor]) => [
      key,
      'value' in descriptor
        ? { ...descriptor, writable: true, configurable: true }
        : { ...descriptor, configurable: true },
    ]),
  );
}
