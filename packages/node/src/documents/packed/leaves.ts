import type { Json, JsonObject } from '@waybill/core';

/** A value without parts of its own. */
export type Leaf = string | number | boolean | null;

/** JSON data as `JSON.stringify` writes it: members that are undefined are none. */
export type Written = Json | undefined;

/** All leaves of a value in order, and a text that is the same for values that differ in nothing else. */
export interface Flat {
  readonly outline: string;
  readonly leaves: readonly Leaf[];
}

export function flatten(value: Written): Flat {
  const leaves: Leaf[] = [];
  return { outline: outlineOf(value, leaves), leaves };
}

function outlineOf(value: Written, leaves: Leaf[]): string {
  if (value === undefined) return '';
  if (typeof value !== 'object' || value === null) {
    leaves.push(value);
    return '_';
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => `${outlineOf(item, leaves)},`).join('')}]`;
  let outline = '{';
  // With its length before it, so that no name can be taken for another outline.
  for (const [name, member] of Object.entries(value as JsonObject))
    if (member !== undefined) outline += `${name.length}:${name}${outlineOf(member, leaves)},`;
  return `${outline}}`;
}

/** The same value with other leaves: `next` gives one for each, in order. */
export function withLeaves(value: Written, next: (leaf: Leaf) => Leaf): Json {
  if (typeof value !== 'object' || value === null) return next(value ?? null);
  if (Array.isArray(value)) return value.map((item: Json) => withLeaves(item, next));
  const members = Object.entries(value as JsonObject).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, withLeaves(member, next)]));
}
