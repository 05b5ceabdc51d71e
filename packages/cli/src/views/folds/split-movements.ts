import type { PreviewUnit } from '@waybill/core';
import { mapSliced, type Sliced } from '@waybill/core/internal';
import { KEY, keyOf, LEAST_KEY_LENGTH } from './unit-key.ts';

/** So many units have to share their places before they are a group of their own. */
const LEAST_UNITS = 5;

/** Some milliseconds. */
const UNITS_PER_SLICE = 1_000;

/**
 * Units whose places have the same facts, apart by the values that many of them share: 300 indices over three clusters are
 * three groups. Units that share their places with too few others are one group.
 */
export function* splitMovements(units: readonly PreviewUnit[]): Sliced<readonly (readonly PreviewUnit[])[]> {
  if (units.length < 2 * LEAST_UNITS) return [units];
  const shapes = yield* mapSliced(units, UNITS_PER_SLICE, shapesOf);
  const frequent: ReadonlySet<string>[] = [];
  for (const at of (shapes[0] ?? []).keys()) {
    frequent.push(frequentOf(shapes.map((unit) => unit[at] ?? '')));
    yield;
  }
  const shared = yield* mapSliced(shapes, UNITS_PER_SLICE, (unit) =>
    JSON.stringify(unit.map((shape, at) => (frequent[at]?.has(shape) === true ? shape : null))),
  );
  const large = frequentOf(shared);
  const groups = Map.groupBy(units, (_, at) => (large.has(shared[at] ?? '') ? shared[at] : ''));
  return [...groups.values()];
}

function shapesOf(unit: PreviewUnit): readonly string[] {
  const key = keyOf(unit.address);
  return [unit.from, unit.to].flatMap((place) => place?.facts ?? []).map(({ value }) => shapeOf(value, key));
}

function frequentOf(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= LEAST_UNITS).map(([text]) => text));
}

/** A name that holds the key once, as a word of its own. Addresses are left as they are: reviewers look for them. */
const NAME = /^[\w-]+$/;

/** A value with `<key>` in place of the key: `<key>`, `<key>-v2`. The key put in again, it is the value. */
export function shapeOf(value: string, key: string | undefined): string {
  if (key === undefined || key === '') return value;
  if (value === key) return KEY;
  if (key.length < LEAST_KEY_LENGTH || !NAME.test(value)) return value;
  const [before = '', after = '', ...more] = value.split(key);
  const isWord = /^$|[-_]$/.test(before) && /^$|^[-_]/.test(after);
  return value.includes(key) && more.length === 0 && isWord ? `${before}${KEY}${after}` : value;
}
