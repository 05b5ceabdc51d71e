import { hash } from 'node:crypto';
import type { Json, JsonObject } from '@waybill/core';
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
  readonly known: number;
}

/** As the step that copied them has given them: texts of `keysOfIds`, by an earlier version nothing. */
export function readRefusedIds({ tolerated_ids: given }: JsonObject): RefusedIds {
  const texts = (Array.isArray(given) ? (given as readonly Json[]) : [given]).filter(
    (each) => typeof each === 'string',
  );
  const keys = new Set(texts.flatMap(keysIn));
  return { has: (id) => keys.has(keyOf(id)), known: keys.size };
}

function keysIn(text: string): readonly string[] {
  return Array.from({ length: Math.floor(text.length / KEY_CHARACTERS) }, (_, at) =>
    text.slice(at * KEY_CHARACTERS, (at + 1) * KEY_CHARACTERS),
  );
}

/** Differences hold the first characters of an id. */
function keyOf(id: string): string {
  return hash('sha1', cutId(id), 'base64url').slice(0, KEY_CHARACTERS);
}
