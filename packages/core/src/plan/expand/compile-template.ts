import { fillInterpolation, isTextual } from '../../value/fill-references.ts';
import { KeyedReference } from '../../value/keyed-reference.ts';
import { Interpolation, isDeferred, Reference, type Value, type ValueObject } from '../../value/value.ts';
import type { EachEntry, Inventory } from '../plan.ts';

/** A value with its references to `each` found once, so that filling it in for one unit copies only what differs. */
export interface Template {
  readonly dependsOnEach: boolean;
  readonly fill: (entry: EachEntry) => Value;
  readonly eachReferences: readonly EachReference[];
  /** The leaves that depend on `each`, and what they become for one unit. */
  readonly leaves: readonly EachLeaf[];
  readonly outputReferences: readonly OutputReference[];
  readonly secretReferences: readonly SecretReference[];
}

export interface EachLeaf {
  readonly path: readonly (string | number)[];
  readonly fill: (entry: EachEntry) => Value;
}

export interface EachReference {
  readonly path: readonly (string | number)[];
  readonly reference: Reference;
  /** True when it is a part of a longer text or a key. */
  readonly isInText: boolean;
  /** Undefined when the entry has no such field. */
  readonly lookUp: (entry: EachEntry) => Value | undefined;
}

export interface OutputReference {
  readonly path: readonly (string | number)[];
  readonly reference: Reference;
}

export interface SecretReference {
  readonly path: readonly (string | number)[];
  readonly reference: Reference;
}

type Fill = (entry: EachEntry) => Value;

export function compileTemplate(value: Value): Template {
  const found: Found = { eachReferences: [], outputReferences: [], secretReferences: [], leaves: [] };
  collect(value, [], found);
  const fill = compile(value);
  return { ...found, dependsOnEach: fill !== undefined, fill: fill ?? (() => value) };
}

interface Found {
  readonly eachReferences: EachReference[];
  readonly outputReferences: OutputReference[];
  readonly secretReferences: SecretReference[];
  readonly leaves: EachLeaf[];
}

/** Undefined when nothing in it depends on `each`. */
function compile(value: Value): Fill | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Interpolation) return compileInterpolation(value);
  if (value instanceof Reference) return compileReference(value);
  if (isDeferred(value)) return undefined;
  if (Array.isArray(value)) return compileList(value);
  return compileObject(value as ValueObject);
}

function compileReference(reference: Reference): Fill | undefined {
  if (!dependsOnEach(reference)) return undefined;
  return (entry) => fillReference(reference, entry);
}

function compileInterpolation(value: Interpolation): Fill | undefined {
  const { parts } = value;
  if (!parts.some((part) => part instanceof Reference && dependsOnEach(part))) return undefined;
  return (entry) => {
    let text = '';
    for (const part of parts) {
      const filled = typeof part === 'string' ? part : fillReference(part, entry);
      // Something stays a reference, or is no text: the general way sorts that out.
      if (!isTextual(filled)) return fillInterpolation(value, (reference) => fillReference(reference, entry));
      text += String(filled);
    }
    return text;
  };
}

function compileList(items: readonly Value[]): Fill | undefined {
  const fills = items.map(compile);
  if (fills.every((fill) => fill === undefined)) return undefined;
  return (entry) => items.map((item, index) => fills[index]?.(entry) ?? item);
}

function compileObject(value: ValueObject): Fill | undefined {
  const fills = Object.entries(value).flatMap(([key, child]): [string, Fill][] => {
    const fill = compile(child);
    return fill === undefined ? [] : [[key, fill]];
  });
  if (fills.length === 0) return undefined;
  return (entry) => {
    const copy: Record<string, Value> = { ...value };
    for (const [key, fill] of fills) copy[key] = fill(entry);
    return copy;
  };
}

export function dependsOnEach(reference: Reference): boolean {
  return reference.path[0] === 'each' || reference instanceof KeyedReference;
}

/** What cannot be filled in stays a reference; the checks report it. */
export function fillReference(reference: Reference, entry: EachEntry): Value {
  if (reference instanceof KeyedReference) {
    const key = lookUpEach(reference.each, entry);
    return key !== undefined && isTextual(key) ? reference.withKey(String(key)) : reference;
  }
  return reference.path[0] === 'each' ? (lookUpEach(reference, entry) ?? reference) : reference;
}

function lookUpEach(reference: Reference, entry: EachEntry): Value | undefined {
  const [, part, ...fields] = reference.path;
  if (part === 'key') return entry.key;
  let value: Value | undefined = entry.value;
  for (const field of fields) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
    value = (value as ValueObject)[field];
  }
  return value;
}

function collect(value: Value, path: readonly (string | number)[], found: Found): void {
  if (typeof value !== 'object' || value === null) return;
  if (isDeferred(value)) collectLeaf(value, path, found);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item as Value, [...path, index], found);
  } else {
    for (const [key, child] of Object.entries(value as ValueObject)) collect(child, [...path, key], found);
  }
}

function collectLeaf(leaf: Value, path: readonly (string | number)[], found: Found): void {
  const fill = compile(leaf);
  if (fill !== undefined) found.leaves.push({ path, fill });
  if (leaf instanceof Reference) collectReference(leaf, path, false, found);
  if (leaf instanceof Interpolation) {
    for (const part of leaf.parts) if (part instanceof Reference) collectReference(part, path, true, found);
  }
}

function collectReference(
  reference: Reference,
  path: readonly (string | number)[],
  isInText: boolean,
  { eachReferences, outputReferences, secretReferences }: Found,
): void {
  if (reference.path[0] === 'migrations') outputReferences.push({ path, reference });
  if (reference.path[0] === 'secrets') secretReferences.push({ path, reference });
  const each = reference instanceof KeyedReference ? reference.each : reference;
  if (each.path[0] !== 'each') return;
  eachReferences.push({
    path,
    reference,
    isInText: isInText || each !== reference,
    lookUp: (entry) => lookUpEach(each, entry),
  });
}

/** The field of `each.value` that a reference takes; undefined when it takes the whole, or the key. */
export function columnOf({ reference }: EachReference): string | undefined {
  const each = reference instanceof KeyedReference ? reference.each : reference;
  return each.path[1] === 'value' ? each.path[2] : undefined;
}

/** The column of an inventory that has what the reference stands for; undefined where that is the whole row. */
export function placeInRow(each: EachReference, inventory: Inventory): string | undefined {
  const { reference } = each;
  const { path } = reference instanceof KeyedReference ? reference.each : reference;
  const column = path[1] === 'key' ? inventory.keyColumn : columnOf(each);
  return column !== undefined && inventory.columns.includes(column) ? column : undefined;
}
