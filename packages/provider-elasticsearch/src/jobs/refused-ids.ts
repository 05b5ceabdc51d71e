import { hash } from 'node:crypto';
import type { Json, JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import { cutId } from './cut-id.ts';

/** Of a hash of an id: two of a million ids have the same one by chance once in 500 copies. */
const KEY_CHARACTERS = 8;

/** Ids of documents by short hashes: thousands of them fit into a result. Those of one text are of the same length, one after another. */
export function keysOfIds(ids: readonly string[], most: number): string {
  return ids
    .slice(0, most)
    .map((id) => keyOf(id))
    .join('');
}

/** Documents that were refused, and which therefore may be missing. */
export interface RefusedIds {
  /** Whether a document is one of them, as far as they are known. */
  readonly has: (id: string) => boolean;
  /** How many there are of which nobody knows the ids: any others may be missing in their place. */
  readonly unknown: number;
  /** How many may be missing in all. */
  readonly most: number;
}

/** What a comparison is given of them, by its kind. */
export const TOLERATED_PROPERTIES: Readonly<Record<string, object>> = {
  /** Refused by the copy. */
  tolerate_missing: { type: 'integer', minimum: 0 },
  tolerated_ids: {},
  /** By each round that has followed the source: `count` and `ids`, null where the round has none. */
  refused_by_rounds: { type: 'array' },
  /** In all, as the plan says it. */
  tolerate: { type: 'integer', minimum: 0 },
  refused_updates: { type: 'array' },
};

/** As the steps that copied them have given them: texts of `keysOfIds`, by an earlier version nothing. */
export function readRefusedIds(input: JsonObject): RefusedIds {
  const { tolerate_missing: count = 0, tolerated_ids: ids = null, refused_by_rounds: rounds, tolerate } = input;
  const lists = [{ count, ids }, ...(Array.isArray(rounds) ? rounds.map(objectOf) : [])].map((list) => ({
    count: typeof list.count === 'number' ? list.count : 0,
    keys: new Set(keysIn(list.ids ?? null)),
  }));
  const all = new Set(lists.flatMap(({ keys }) => [...keys]));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    has: (id) => all.has(keyOf(id)),
    unknown: sum(lists.map((list) => Math.max(0, list.count - list.keys.size))),
    most: Math.min(
      sum(lists.map((list) => list.count)),
      typeof tolerate === 'number' ? tolerate : Number.POSITIVE_INFINITY,
    ),
  };
}

function keysIn(given: Json): readonly string[] {
  const texts = (Array.isArray(given) ? given : [given]).filter((each) => typeof each === 'string');
  return texts.flatMap(keysInText);
}

function keysInText(text: string): readonly string[] {
  return Array.from({ length: Math.floor(text.length / KEY_CHARACTERS) }, (_, at) =>
    text.slice(at * KEY_CHARACTERS, (at + 1) * KEY_CHARACTERS),
  );
}

/** Differences hold the first characters of an id. */
function keyOf(id: string): string {
  return hash('sha1', cutId(id), 'base64url').slice(0, KEY_CHARACTERS);
}
