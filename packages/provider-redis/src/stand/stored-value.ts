import type { RedisKeySeed } from './settings.ts';

/** What a key holds. Texts stand for bytes. */
export type StoredValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'set'; readonly members: readonly string[] }
  | { readonly type: 'hash'; readonly fields: readonly (readonly [field: string, value: string])[] }
  | { readonly type: 'zset'; readonly members: readonly (readonly [member: string, score: number])[] }
  | { readonly type: 'stream'; readonly entries: readonly StoredEntry[]; readonly groups: readonly StoredGroup[] };

export interface StoredEntry {
  readonly id: string;
  readonly fields: readonly string[];
}

export interface StoredGroup {
  readonly name: string;
  readonly lastDeliveredId: string;
}

export interface StoredKey {
  readonly value: StoredValue;
  /** By the clock of the sandbox; null: never. */
  readonly expiresAtMs: number | null;
}

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export function storedKey(seed: RedisKeySeed, startedAtMs: number): StoredKey {
  const { expiresInMs } = seed;
  return { value: valueIn(seed), expiresAtMs: expiresInMs === undefined ? null : startedAtMs + expiresInMs };
}

function valueIn({ string: text, list, set, hash, zset, stream, groups }: RedisKeySeed): StoredValue {
  if (list !== undefined) return { type: 'list', items: list.map(bytesOf) };
  if (set !== undefined) return { type: 'set', members: set.map(bytesOf) };
  if (hash !== undefined)
    return { type: 'hash', fields: Object.entries(hash).map(([field, value]) => [bytesOf(field), bytesOf(value)]) };
  if (zset !== undefined)
    return { type: 'zset', members: Object.entries(zset).map(([member, score]) => [bytesOf(member), score]) };
  if (stream !== undefined)
    return {
      type: 'stream',
      entries: stream.map(({ id, fields }) => ({ id, fields: Object.entries(fields).flat().map(bytesOf) })),
      groups: Object.entries(groups ?? {}).map(([name, lastDeliveredId]) => ({ name: bytesOf(name), lastDeliveredId })),
    };
  return { type: 'string', text: bytesOf(text ?? '') };
}

/** Elements, or bytes of a string. */
export function sizeOf(value: StoredValue): number {
  switch (value.type) {
    case 'string':
      return value.text.length;
    case 'list':
      return value.items.length;
    case 'hash':
      return value.fields.length;
    case 'stream':
      return value.entries.length;
    default:
      return value.members.length;
  }
}
