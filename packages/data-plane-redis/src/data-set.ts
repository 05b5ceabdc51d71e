import { createRandom, type RandomSource } from '@waybill/stand-kit';
import type { Redis } from 'ioredis';

/** What an instance holds at the beginning. The same seed gives the same keys and values. */
export interface DataSet {
  /**
   * Keys in each database, at least one of each type.
   *
   * @default 2000
   */
  readonly keys?: number;
  /** @default 1 */
  readonly seed?: number;
  /**
   * A cluster has database 0 only.
   *
   * @default [0, 3]
   */
  readonly databases?: readonly number[];
  /**
   * Of one text and one list in each database, in bytes.
   *
   * @default 1048576
   */
  readonly bigValueBytes?: number;
}

const DEFAULTS: Required<DataSet> = { keys: 2_000, seed: 1, databases: [0, 3], bigValueBytes: 1024 * 1024 };
const BATCH = 500;
/** Every seventh key expires, in a week: no rehearsal is that long. */
const EXPIRING_EVERY = 7;
const EXPIRES_IN_MS = 7 * 24 * 60 * 60 * 1_000;

type Command = readonly [name: string, ...words: (string | number | Buffer)[]];
type Maker = (key: string, random: RandomSource) => readonly Command[];

/** One maker for each type and for what is kept in another encoding; they take turns. */
const MAKERS: Readonly<Record<string, Maker>> = {
  session: (key, random) => [['SET', key, JSON.stringify({ user: random.uuid(), visits: numberBelow(1_000, random) })]],
  counter: (key, random) => [['SET', key, String(numberBelow(1_000_000, random))]],
  binary: (key, random) => [['SET', key, Buffer.from(random.hex(64), 'hex')]],
  user: (key, random) => [['HSET', key, 'name', random.base36(12), 'mail', `${random.base36(8)}@example.com`]],
  basket: (key, random) => [['HSET', key, ...pairs(200, (at) => [`item-${at}`, random.base36(6)])]],
  queue: (key, random) => [['RPUSH', key, ...many(40, () => random.base36(10))]],
  tags: (key, random) => [['SADD', key, ...many(30, (at) => `${at}-${random.base36(5)}`)]],
  numbers: (key, random) => [['SADD', key, ...many(20, (at) => at * 1_000 + numberBelow(1_000, random))]],
  ranking: (key, random) => [['ZADD', key, ...pairs(50, (at) => [numberBelow(10_000, random) / 8, `player-${at}`])]],
  events: makeStream,
  visitors: (key, random) => [['PFADD', key, ...many(100, () => random.hex(8))]],
  places: (key) => [['GEOADD', key, '13.361389', '38.115556', 'Palermo', '15.087269', '37.502669', 'Catania']],
  flags: (key, random) => [['SETBIT', key, numberBelow(5_000, random), 1]],
};

/** Fills databases that are empty: whatever they have is kept and may be overwritten. */
export async function fillDatabases(client: Redis, given: DataSet, isCluster = false): Promise<void> {
  const dataSet = { ...DEFAULTS, ...given };
  const databases = isCluster ? [0] : dataSet.databases;
  for (const database of databases) {
    if (!isCluster) await client.call('SELECT', [database]);
    await send(client, keysOf(database, dataSet));
  }
  if (!isCluster) await client.call('SELECT', [0]);
}

function* keysOf(database: number, { keys, seed, bigValueBytes }: Required<DataSet>): Generator<Command> {
  const random = createRandom(seed, `data/${database}`);
  const makers = Object.entries(MAKERS);
  const expiresAtMs = Date.now() + EXPIRES_IN_MS;
  yield ['SET', '', 'the empty key'];
  yield ['SET', 'big:text', 'x'.repeat(bigValueBytes)];
  yield* inParts('big:list', bigValueBytes, random);
  for (let index = 0; index < Math.max(keys - 3, makers.length); index += 1) {
    const [name, make] = makers[index % makers.length] ?? ['', () => []];
    const key = `${name}:${index}`;
    yield* make(key, random);
    if (index % EXPIRING_EVERY === 0) yield ['PEXPIREAT', key, expiresAtMs + index];
  }
}

/** Read by a group, one of whose consumers has not acknowledged what it was given. */
function makeStream(key: string, random: RandomSource): readonly Command[] {
  const entries = many(10, (at) => ['XADD', key, `${at + 1}-1`, 'event', random.base36(8)] as const);
  return [
    ...entries,
    ['XGROUP', 'CREATE', key, 'workers', '0'],
    ['XREADGROUP', 'GROUP', 'workers', 'first', 'COUNT', '4', 'STREAMS', key, '>'],
    ['XACK', key, 'workers', '1-1', '2-1'],
  ];
}

function* inParts(key: string, sizeBytes: number, random: RandomSource): Generator<Command> {
  const itemBytes = 128;
  for (let written = 0; written < sizeBytes; written += itemBytes * BATCH)
    yield ['RPUSH', key, ...many(BATCH, (at) => random.base36(8).padEnd(itemBytes, String(at % 10)))];
}

/** @throws Error with the first command that the server refuses */
async function send(client: Redis, commands: Iterable<Command>): Promise<void> {
  let pipeline = client.pipeline();
  const flush = async (): Promise<void> => {
    const refused = (await pipeline.exec())?.find(([error]) => error !== null)?.[0];
    if (refused) throw refused;
    pipeline = client.pipeline();
  };
  for (const [name, ...words] of commands) {
    pipeline.call(name, words);
    if (pipeline.length >= BATCH) await flush();
  }
  await flush();
}

function many<Item>(count: number, item: (at: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, at) => item(at));
}

function pairs(count: number, pair: (at: number) => readonly (string | number)[]): readonly (string | number)[] {
  return many(count, pair).flat();
}

function numberBelow(limit: number, random: RandomSource): number {
  return Math.floor(random.next() * limit);
}
