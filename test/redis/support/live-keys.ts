import { setTimeout as pause } from 'node:timers/promises';
import { createSeededRandom } from '@waybill/core/testing';
import type { Redis } from 'ioredis';
import { asRead, describeKey, isSameKey, NO_KEY, type ReadKey, readKeys } from './read-keys.ts';

/** Between two commands: a client that serves users, and no load test. */
const PAUSE_MS = 4;
const OWN_KEYS = 40;
/** Kinds of keys of a seeded data set, which take turns; texts are the first one, and numbers the second. */
const SEEDED_KINDS = 13;
/** No test is that long. */
const EXPIRES_AT_MS = Date.parse('2100-01-01T00:00:00Z');

interface Write {
  readonly database: number;
  readonly key: string;
  readonly command: readonly [name: string, ...words: string[]];
  /** What the key is once it has been carried out. */
  readonly after: ReadKey;
  /** All items of a list. */
  readonly items?: readonly string[];
}

export interface LiveKeysOptions {
  readonly databases: readonly number[];
  /** A new connection, which ends once it is broken: a command that is sent again would be carried out twice. */
  readonly connect: (database: number) => Redis;
  readonly seed: number;
  /** Keys that each database had at the beginning, some of which are overwritten or deleted. */
  readonly seededKeys: number;
}

/**
 * A client that writes one command after another, and knows of every key that it wrote what was acknowledged. Where an answer
 * is lost it reads the key, which has to be as before or as after.
 */
export class LiveKeys {
  acknowledged = 0;
  longestWaitMs = 0;
  /** Keys that were neither as before nor as after. */
  readonly faults: string[] = [];
  readonly #options: LiveKeysOptions;
  readonly #random;
  /** By database and key. */
  readonly #expected = new Map<string, Pick<Write, 'database' | 'key' | 'after'>>();
  readonly #items = new Map<string, readonly string[]>();
  readonly #clients = new Map<number, Redis>();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: LiveKeysOptions) {
    this.#options = options;
    this.#random = createSeededRandom(options.seed);
    this.#ended = this.#writeOn();
  }

  hasWritten(database: number, key: string): boolean {
    return this.#expected.has(`${database}/${key}`);
  }

  get keys(): number {
    return this.#expected.size;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  /** Which keys are not what was acknowledged, where its own connections, or those given, lead now. */
  async findLost(connect: (database: number) => Redis = this.#options.connect): Promise<readonly string[]> {
    const lost: string[] = [];
    for (const database of this.#options.databases) {
      const client = connect(database);
      for (const { key, after } of [...this.#expected.values()].filter((each) => each.database === database)) {
        const [found] = await readKeys(client, [Buffer.from(key)]);
        if (!isSameKey(found, after)) lost.push(`${database}/${key}: ${describeKey(found)}, not ${describeKey(after)}`);
      }
      client.disconnect();
    }
    return lost;
  }

  async #writeOn(): Promise<void> {
    const { databases } = this.#options;
    for (let round = 1; !this.#stopping.signal.aborted; round += 1) {
      await this.#carryOut(this.#draw(databases[round % databases.length] ?? 0, `round ${round}`));
      await pause(PAUSE_MS);
    }
    for (const client of this.#clients.values()) client.disconnect();
  }

  #draw(database: number, text: string): Write {
    const drawn = this.#random.fraction();
    const own = Math.floor(this.#random.fraction() * OWN_KEYS);
    const seeded = SEEDED_KINDS * Math.floor((this.#random.fraction() * this.#options.seededKeys) / SEEDED_KINDS);
    if (drawn < 0.2) return this.#push(database, `live:list:${own}`, text);
    if (drawn < 0.4) return setField(database, `live:hash:${own}`, text);
    if (drawn < 0.6) return deleteKey(database, `counter:${seeded + 1}`);
    return setText(database, drawn < 0.8 ? `session:${seeded}` : `live:text:${own}`, text, own % 2 === 0);
  }

  #push(database: number, key: string, item: string): Write {
    const items = [...(this.#items.get(`${database}/${key}`) ?? []), item];
    return { database, key, command: ['RPUSH', key, item], after: asRead('list', -1, [items]), items };
  }

  async #carryOut(write: Write): Promise<void> {
    const { database, key, command, after, items } = write;
    const [name, ...words] = command;
    const sentAtMs = performance.now();
    const isAcknowledged = await this.#clientOf(database)
      .call(name, words)
      .then(() => true)
      .catch(() => this.#drop(database));
    this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - sentAtMs);
    this.acknowledged += Number(isAcknowledged);
    const now = isAcknowledged ? after : await this.#readUnknown(write);
    if (isSameKey(now, after) && items !== undefined) this.#items.set(`${database}/${key}`, items);
    if (now !== undefined) this.#expected.set(`${database}/${key}`, { database, key, after: now });
  }

  /** The key, of which nobody knows whether it was written. Of one that it never wrote it does not know what it was. */
  async #readUnknown({ database, key, after }: Write): Promise<ReadKey | undefined> {
    const before = this.#expected.get(`${database}/${key}`)?.after;
    while (!this.#stopping.signal.aborted) {
      const [now] = await readKeys(this.#clientOf(database), [Buffer.from(key)]).catch(() => []);
      if (now === undefined) {
        this.#drop(database);
        await pause(PAUSE_MS);
        continue;
      }
      if (before !== undefined && !isSameKey(now, before) && !isSameKey(now, after))
        this.faults.push(
          `${database}/${key}: ${describeKey(now)}, neither ${describeKey(before)} nor ${describeKey(after)}`,
        );
      return now;
    }
    return undefined;
  }

  #clientOf(database: number): Redis {
    const client = this.#clients.get(database) ?? this.#options.connect(database);
    this.#clients.set(database, client);
    return client;
  }

  #drop(database: number): false {
    this.#clients.get(database)?.disconnect();
    this.#clients.delete(database);
    return false;
  }
}

function setText(database: number, key: string, text: string, isExpiring: boolean): Write {
  const expiry = isExpiring ? ['PXAT', String(EXPIRES_AT_MS)] : [];
  const after = asRead('string', isExpiring ? EXPIRES_AT_MS : -1, [text]);
  return { database, key, command: ['SET', key, text, ...expiry], after };
}

function setField(database: number, key: string, text: string): Write {
  const after = asRead('hash', -1, [['last', text]]);
  return { database, key, command: ['HSET', key, 'last', text], after };
}

function deleteKey(database: number, key: string): Write {
  return { database, key, command: ['DEL', key], after: NO_KEY };
}
