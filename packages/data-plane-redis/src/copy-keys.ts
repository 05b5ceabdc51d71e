import type { Redis } from 'ioredis';
import { connectRedis, keysByDatabase, parseInfo, type RedisServerAt } from './connect-redis.ts';
import type { RedisProcess } from './redis-process.ts';

/** Keys of one MIGRATE, which holds the scratch server and not the source. */
const BATCH = 500;
/** How long a batch may take to arrive. */
const MIGRATE_TIMEOUT_MS = 60_000;

/** Where keys go: a server of its own, or one that is the whole of a cluster. */
export interface CopyTarget extends RedisServerAt {
  /** A server connects to it, so that a socket does not do. */
  readonly place: { readonly host: string; readonly port: number };
  /** Database 0 only: what other databases hold is left behind. */
  readonly isCluster: boolean;
}

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Keys that are left out, by what damages the copy. */
  readonly isLost?: (database: number, key: Buffer) => boolean;
  /** After each batch. */
  readonly onCopied: (copiedKeys: number, allKeys: number) => void;
}

/**
 * Every key of the scratch server into the target, from server to server: a key that the target has is overwritten, and keys
 * that only the target has stay. What expires goes with the time that it has left.
 *
 * @throws Error with what the target refuses
 */
export async function copyKeys(scratch: RedisProcess, target: CopyTarget, options: CopyOptions): Promise<void> {
  const client = connectRedis({ place: scratch.place, password: null });
  try {
    const counts = await readCounts(client, target);
    const allKeys = [...counts.values()].reduce((sum, keys) => sum + keys, 0);
    let copiedKeys = 0;
    for (const database of counts.keys()) {
      await client.select(database);
      for await (const keys of scanKeys(client)) {
        options.signal.throwIfAborted();
        await migrate(client, {
          target,
          database,
          keys: keys.filter((key) => options.isLost?.(database, key) !== true),
        });
        copiedKeys += keys.length;
        options.onCopied(copiedKeys, Math.max(allKeys, copiedKeys));
      }
    }
  } finally {
    client.disconnect();
  }
}

/** Databases in order, and how many keys each has; for a cluster only the first. */
async function readCounts(client: Redis, { isCluster }: CopyTarget): Promise<ReadonlyMap<number, number>> {
  const counts = [...keysByDatabase(parseInfo(await client.info('keyspace')))];
  return new Map(
    counts.filter(([database]) => database === 0 || !isCluster).toSorted(([left], [right]) => left - right),
  );
}

/** Every key of the selected database once or more. */
export async function* scanKeys(client: Redis): AsyncGenerator<readonly Buffer[]> {
  let cursor = '0';
  do {
    const [next, keys] = await client.scanBuffer(cursor, 'COUNT', BATCH);
    if (keys.length > 0) yield keys;
    cursor = next.toString();
  } while (cursor !== '0');
}

interface Batch {
  readonly target: CopyTarget;
  readonly database: number;
  readonly keys: readonly Buffer[];
}

/** A key that has expired meanwhile is gone on both sides. */
async function migrate(client: Redis, { target, database, keys }: Batch): Promise<void> {
  if (keys.length === 0) return;
  const { host, port } = target.place;
  const login = target.password === null ? [] : ['AUTH', target.password];
  const words = [host, port, '', target.isCluster ? 0 : database, MIGRATE_TIMEOUT_MS, 'COPY', 'REPLACE', ...login];
  await client.call('MIGRATE', [...words, 'KEYS', ...keys]);
}
