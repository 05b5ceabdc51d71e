import { createHash } from 'node:crypto';
import type { StoredKey } from './stored-value.ts';

/** One numbered database: its keys in a table whose cursors go as those of a real server. */
export class Database {
  readonly #keys: Map<string, StoredKey>;
  readonly #nowMs: () => number;
  readonly #bits: number;
  readonly #places: string[][];

  constructor(keys: Map<string, StoredKey>, nowMs: () => number) {
    this.#keys = keys;
    this.#nowMs = nowMs;
    this.#bits = Math.max(2, Math.ceil(Math.log2(Math.max(1, keys.size))));
    this.#places = Array.from({ length: 2 ** this.#bits }, () => []);
    for (const key of keys.keys()) this.#places[placeOf(key) & (2 ** this.#bits - 1)]?.push(key);
  }

  get(key: string): StoredKey | undefined {
    const found = this.#keys.get(key);
    return found === undefined || this.#isOver(found) ? undefined : found;
  }

  get counts(): { readonly keys: number; readonly expires: number } {
    const all = [...this.#keys.values()].filter((each) => !this.#isOver(each));
    return { keys: all.length, expires: all.filter(({ expiresAtMs }) => expiresAtMs !== null).length };
  }

  /** Whole places of the table, until there are `count` keys. The next cursor is counted up from its highest bit. */
  scan(cursor: bigint, count: number): { readonly next: number; readonly keys: readonly string[] } {
    const places = 2 ** this.#bits;
    const keys: string[] = [];
    let place = Number(cursor & BigInt(places - 1));
    do {
      keys.push(...(this.#places[place] ?? []).filter((key) => this.get(key) !== undefined));
      const turned = reversed(place, this.#bits) + 1;
      place = turned === places ? 0 : reversed(turned, this.#bits);
    } while (place !== 0 && keys.length < count);
    return { next: place, keys };
  }

  #isOver({ expiresAtMs }: StoredKey): boolean {
    return expiresAtMs !== null && expiresAtMs <= this.#nowMs();
  }
}

function placeOf(key: string): number {
  return createHash('sha1').update(key, 'latin1').digest().readUInt32LE(0);
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) if (value & (1 << bit)) result |= 1 << (bits - 1 - bit);
  return result;
}
