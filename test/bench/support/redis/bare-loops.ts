import type { Redis } from 'ioredis';
import { digestCommand } from '../../../../packages/provider-redis/src/session/digest-script.ts';
import type { BenchServers } from './verify-folder.ts';

const PAGE_KEYS = 1_000;
/** Of Debian's server, which benches run on. */
const LAYOUT = { mode: 'standalone', version: '7.0.15' } as const;

/** Reads value and expiry of every key of the source on both sides, and counts those that differ. */
export async function bareLoop({ source, target }: BenchServers): Promise<number> {
  return await overPages(source.client, async (keys) => {
    const [left, right] = await Promise.all([readEach(source.client, keys), readEach(target.client, keys)]);
    return left.reduce((count, value, at) => count + (value === right[at] ? 0 : 1), 0);
  });
}

/** Sends the script of the comparison for every page of the source, on both sides, and counts pages that differ. */
export async function bareScripts({ source, target }: BenchServers): Promise<number> {
  return await overPages(source.client, async (keys) => {
    const [name, ...args] = digestCommand(LAYOUT, { keys, isEach: false });
    const [left, right] = await Promise.all([source.client.call(name, ...args), target.client.call(name, ...args)]);
    return digestIn(left) === digestIn(right) ? 0 : 1;
  });
}

/** The next page is scanned while one is read, as any client would do it. */
async function overPages(client: Redis, work: (keys: readonly string[]) => Promise<number>): Promise<number> {
  let [cursor, keys] = await client.scan('0', 'COUNT', PAGE_KEYS);
  let found = 0;
  while (cursor !== '0') {
    const [next, own] = await Promise.all([client.scan(cursor, 'COUNT', PAGE_KEYS), work(keys)]);
    [cursor, keys] = next;
    found += own;
  }
  return found + (await work(keys));
}

async function readEach(client: Redis, keys: readonly string[]): Promise<readonly string[]> {
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.get(key).call('PEXPIRETIME', key);
  const replies = (await pipeline.exec()) ?? [];
  return keys.map((_, at) => `${String(replies[2 * at]?.[1])} ${String(replies[2 * at + 1]?.[1])}`);
}

function digestIn(answer: unknown): unknown {
  return Array.isArray(answer) ? answer[1] : undefined;
}
