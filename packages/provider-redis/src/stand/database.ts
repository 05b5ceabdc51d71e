import { hash } from 'node:crypto';
import type { StoredKey } from './stored-value.ts';

interface Table {
  readonly bits: number;
  /** Keys by their place. */
  readonly places: readonly (readonly string[])[];
}

/** Of keys that several servers have. */
const knownTables = new WeakMap<ReadonlyMap<string, StoredKey>, Table>();

/** One numbered database: its keys in a table whose cursors go as those of a real server. */
export class Database {
  readonly #keys: ReadonlyMap<string, StoredKey>;
  readonly #nowMs: () => number;
  readonly #table: Table;

  constructor(keys: ReadonlyMap<string, StoredKey>, nowMs: () => number) {
    this.#keys = keys;
    this.#nowMs = nowMs;
    this.#table = knownTables.get(keys) ?? tableOf(keys);
    knownTables.set(keys, this.#table);
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
    const { bits, places: filled } = this.#table;
    const places = 2 ** bits;
    const keys: string[] = [];
    let place = Number(cursor & BigInt(places - 1));
    do {
      keys.push(...(filled[place] ?? []).filter((key) => this.get(key) !== undefined));
      const turned = reversed(place, bits) + 1;
      place = turned === places ? 0 : reversed(turned, bits);
    } while (place !== 0 && keys.length < count);
    return { next: place, keys };
  }

  #isOver({ expiresAtMs }: StoredKey): boolean {
    return expiresAtMs !== null && expiresAtMs <= this.#nowMs();
  }
}

function tableOf(keys: ReadonlyMap<string, StoredKey>): Table {
  const bits = Math.max(2, Math.ceil(Math.log2(Math.max(1, keys.size))));
  const places: string[][] = Array.from({ length: 2 ** bits }, () => []);
  for (const key of keys.keys()) places[placeOf(key) & (2 ** bits - 1)]?.push(key);
  return { bits, places };
}

function placeOf(key: string): number {
  return hash('sha1', Buffer.from(key, 'latin1'), 'buffer').readUInt32LE(0);
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) if (value & (1 << bit)) result |= 1 << (bits - 1 - bit);
  return result;
}
