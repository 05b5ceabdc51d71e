import { createHash } from 'node:crypto';
import { Database } from './database.ts';
import type { RedisKeySeed, RedisServerSeed } from './settings.ts';
import { type StoredKey, storedKey } from './stored-value.ts';

export interface ServerDefaults {
  readonly version: string;
  readonly keys: number;
  readonly nowMs: () => number;
}

/** One server of the stand. No key is written to it. */
export class Server {
  readonly name: string;
  readonly version: string;
  readonly seed: RedisServerSeed;
  readonly runId: string;
  readonly startedAtMs: number;
  /** Until when clients that write wait; undefined: they do not. */
  pausedUntilMs: number | undefined;
  readonly #databases = new Map<number, Database>();
  readonly #nowMs: () => number;

  constructor(seed: RedisServerSeed, { version, keys, nowMs }: ServerDefaults) {
    this.name = seed.name;
    this.version = seed.version ?? version;
    this.seed = seed;
    this.#nowMs = nowMs;
    this.startedAtMs = nowMs();
    this.runId = createHash('sha1').update(seed.name).digest('hex');
    for (const [number, given] of Object.entries(seed.databases ?? { 0: keys }))
      this.#databases.set(Number(number), new Database(keysIn(given, this.startedAtMs), nowMs));
  }

  database(number: number): Database {
    const known = this.#databases.get(number) ?? new Database(new Map(), this.#nowMs);
    this.#databases.set(number, known);
    return known;
  }

  /** Those with keys, by number. */
  get databases(): readonly (readonly [number: number, Database])[] {
    const all = [...this.#databases].filter(([, database]) => database.counts.keys > 0);
    return all.toSorted(([left], [right]) => left - right);
  }
}

/** A number stands for keys of all types that are the same wherever there are as many. */
function keysIn(given: number | Readonly<Record<string, RedisKeySeed>>, nowMs: number): ReadonlyMap<string, StoredKey> {
  return typeof given === 'number' ? generatedKeys(given) : storedKeys(Object.entries(given), nowMs);
}

/** Those that were generated last: a rehearsal of every crash point makes the same servers thousands of times. */
let lastGenerated: ReadonlyMap<string, StoredKey> = new Map();

/** None of them expires, so no clock tells them apart. */
function generatedKeys(count: number): ReadonlyMap<string, StoredKey> {
  if (lastGenerated.size !== count) lastGenerated = storedKeys(generated(count), 0);
  return lastGenerated;
}

function storedKeys(
  seeds: readonly (readonly [string, RedisKeySeed])[],
  nowMs: number,
): ReadonlyMap<string, StoredKey> {
  return new Map(seeds.map(([key, seed]) => [Buffer.from(key, 'utf8').toString('latin1'), storedKey(seed, nowMs)]));
}

function generated(count: number): readonly (readonly [string, RedisKeySeed])[] {
  return Array.from({ length: count }, (_, at) => [`key:${at}`, seedOf(at)] as const);
}

function seedOf(at: number): RedisKeySeed {
  switch (at % 5) {
    case 1:
      return { hash: { id: String(at), name: `name ${at}` } };
    case 2:
      return { list: [`first ${at}`, `second ${at}`] };
    case 3:
      return { set: [String(at), String(at + 1)] };
    case 4:
      return { zset: { low: at / 10, high: at } };
    default:
      return { string: `value ${at}` };
  }
}
