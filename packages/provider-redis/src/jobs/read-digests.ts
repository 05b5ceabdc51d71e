import type { Json } from '@waybill/core';
import { unreadable } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import type { Side } from './job-sides.ts';

/** What the script gives: see `digestCommand`. */
export interface Digests {
  /** Keys that it has had. */
  readonly done: number;
  /** One for each key, or one for all. */
  readonly digests: readonly string[];
  /** By place of the key. */
  readonly expiresAtMs: ReadonlyMap<number, number>;
  readonly large: ReadonlySet<number>;
  /** Types that the script does not know. */
  readonly other: ReadonlyMap<number, string>;
}

/** Of keys that can be in one script. */
export async function readDigests(
  { connection }: Side,
  { database, keys, isEach }: { readonly database: number; readonly keys: readonly string[]; readonly isEach: boolean },
): Promise<Digests> {
  const answer = await connection.read('DigestKeys', { database, keys, each: isEach });
  const [done, digests, expires, large, other] = listIn(answer);
  if (typeof done !== 'number' || done < Math.min(1, keys.length)) throw unreadable('DigestKeys', 'no key was had');
  return {
    done,
    digests: (isEach ? listIn(digests) : [digests ?? null]).map(String),
    expiresAtMs: new Map(pairsIn(expires).map(([at, time]) => [Number(at) - 1, Number(time)])),
    large: new Set(listIn(large).map((at) => Number(at) - 1)),
    other: new Map(pairsIn(other).map(([at, type]) => [Number(at) - 1, plainText(type)])),
  };
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function pairsIn(value: Json | undefined): readonly (readonly [Json, Json])[] {
  const flat = listIn(value);
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, at) => [
    flat[2 * at] ?? null,
    flat[2 * at + 1] ?? null,
  ]);
}
