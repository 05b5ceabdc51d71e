import { type Json, ProviderError } from '@waybill/core';
import type { KeyBatch } from './compared-keys.ts';
import type { Side } from './job-sides.ts';
import { valuesIn } from './look.ts';

/** In memory, of a value that one command may read: some milliseconds of the server's time at most. */
const MOST_BYTES = 262_144;
/** Elements that are weighed at first, a millisecond of the server's time; of others their average is assumed. */
const WEIGHED_ELEMENTS = 2_000;
/** What is not heavier has fewer elements than that, and all of them were weighed. */
const CERTAIN_BYTES = 32_768;

/** Encodings whose values are small: the server bounds their elements, and how long each may be. */
const SMALL_ENCODINGS: readonly (Json | undefined)[] = [
  null,
  'embstr',
  'int',
  'intset',
  'listpack',
  'listpackex',
  'ziplist',
];

/** Tells which values are too large to be read by one command, without reading them. */
export class ValueScale {
  /** How many of `WAYS` a side refuses: neither is allowed to every user, nor offered by every proxy. */
  readonly #ways = new Map<Side, number>();

  async largeOf(side: Side, batch: KeyBatch): Promise<ReadonlySet<string>> {
    for (const [way, largeIn] of WAYS.entries()) {
      if (way < (this.#ways.get(side) ?? 0)) continue;
      try {
        return await largeIn(side, batch);
      } catch (error) {
        if (!isRefused(error)) throw error;
        this.#ways.set(side, way + 1);
      }
    }
    // What nothing is known of could be large.
    return new Set(batch.keys);
  }
}

/** One element may weigh more than all others: where the first weighing cannot know it, every element of a value is weighed. */
async function heavyOf(side: Side, { database, keys }: KeyBatch): Promise<ReadonlySet<string>> {
  const weigh = async (of: readonly string[], samples: number): Promise<readonly number[]> => {
    const commands = of.map((key) => [key, 'MEMORY', 'USAGE', key, 'SAMPLES', String(samples)]);
    return (await repliesOf(side, database, commands)).map(Number);
  };
  const bytes = await weigh(keys, WEIGHED_ELEMENTS);
  const heavy = new Set(keys.filter((_, at) => (bytes[at] ?? 0) > MOST_BYTES));
  // As light as these are on average, they have ten thousand elements at most.
  const doubtful = keys.filter((key, at) => (bytes[at] ?? 0) > CERTAIN_BYTES && !heavy.has(key));
  const all = await weigh(doubtful, 0);
  for (const [at, key] of doubtful.entries()) if ((all[at] ?? 0) > MOST_BYTES) heavy.add(key);
  return heavy;
}

/** Also values that are none: how large the elements of others are, no command says without reading them. */
async function largeByEncoding(side: Side, { database, keys }: KeyBatch): Promise<ReadonlySet<string>> {
  const encodings = await repliesOf(
    side,
    database,
    keys.map((key) => [key, 'OBJECT', 'ENCODING', key]),
  );
  const texts = keys.filter((_, at) => encodings[at] === 'raw');
  const lengths = await repliesOf(
    side,
    database,
    texts.map((key) => [key, 'STRLEN', key]),
  );
  const short = new Set(texts.filter((_, at) => Number(lengths[at] ?? Number.POSITIVE_INFINITY) <= MOST_BYTES));
  return new Set(keys.filter((key, at) => !SMALL_ENCODINGS.includes(encodings[at]) && !short.has(key)));
}

/** Null where there is no such key, and undefined where it has another type by now. */
async function repliesOf(
  { connection }: Side,
  database: number,
  commands: readonly (readonly string[])[],
): Promise<readonly (Json | undefined)[]> {
  if (commands.length === 0) return [];
  return valuesIn(await connection.read('ReadKeys', { database, commands }));
}

/** The best one first. */
const WAYS: readonly ((side: Side, batch: KeyBatch) => Promise<ReadonlySet<string>>)[] = [heavyOf, largeByEncoding];

function isRefused(error: unknown): boolean {
  return error instanceof ProviderError && ['forbidden', 'fatal'].includes(error.class);
}
