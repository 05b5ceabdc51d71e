import type { Redis } from 'ioredis';

/** Commands that make keys of every type in every encoding. */
export const SAMPLE: readonly (readonly (string | number | Buffer)[])[] = [
  ['SET', 'text', 'hello'],
  ['SET', '', 'the empty key'],
  ['SET', 'number', '12345'],
  ['SET', Buffer.from([0, 255, 10, 13, 200]), Buffer.from([0, 1, 2, 253, 254, 255])],
  ['SET', 'grüße', 'Ünïcode'],
  ['SET', 'expiring', 'soon', 'PX', '100000000'],
  ['SETBIT', 'bits', '1000', '1'],
  ['PFADD', 'hll', ...Array.from({ length: 500 }, (_, at) => `v${at}`)],
  ['HSET', 'small-hash', 'a', '1', 'b', '2'],
  ['HSET', 'large-hash', ...Array.from({ length: 800 }, (_, at) => [`field-${at}`, `value-${at}`]).flat()],
  ['RPUSH', 'list', 'a', 'b', 'c', 'b'],
  ['RPUSH', 'long-list', ...Array.from({ length: 900 }, (_, at) => `item-${at}`)],
  ['SADD', 'numbers', '3', '1', '2'],
  ['SADD', 'words', ...Array.from({ length: 600 }, (_, at) => `word-${at}`)],
  ['ZADD', 'scores', '1.5', 'one', '-inf', 'low', '3', 'three', '0.1', 'tenth', '1e300', 'big'],
  ['ZADD', 'many-scores', ...Array.from({ length: 700 }, (_, at) => [String(at / 7), `member-${at}`]).flat()],
  ['GEOADD', 'geo', '13.361389', '38.115556', 'Palermo'],
  ['XADD', 'stream', '1-1', 'a', '1'],
  ['XADD', 'stream', '2-1', 'b', '2', 'c', '3'],
  ['XADD', 'stream', '3-1', 'd', '4'],
  ['XGROUP', 'CREATE', 'stream', 'readers', '0'],
  ['XREADGROUP', 'GROUP', 'readers', 'me', 'COUNT', '2', 'STREAMS', 'stream', '>'],
  ['SET', 'big-text', 'x'.repeat(700_000)],
  ['HSET', 'big-hash', ...Array.from({ length: 5_000 }, (_, at) => [`field-${at}`, `value-${at}`]).flat()],
  ['RPUSH', 'big-list', ...Array.from({ length: 5_000 }, (_, at) => `item-${at}`)],
  ['SADD', 'big-set', ...Array.from({ length: 5_000 }, (_, at) => `item-${at}`)],
  ['ZADD', 'big-zset', ...Array.from({ length: 5_000 }, (_, at) => [String(at / 3), `member-${at}`]).flat()],
  ...Array.from({ length: 3_000 }, (_, at) => ['XADD', 'big-stream', `${at + 1}-0`, 'n', String(at)]),
  ...Array.from({ length: 2_000 }, (_, at) => ['SET', `key-${at}`, `value-${at}`]),
];

export async function fill(client: Redis, commands: typeof SAMPLE = SAMPLE, isReversed = false): Promise<void> {
  // In another order the same values are kept in other ones.
  const streams = commands.filter(([name]) => String(name).startsWith('X'));
  const others = commands.filter(([name]) => !String(name).startsWith('X'));
  const pipeline = client.pipeline();
  for (const [name, ...args] of [...(isReversed ? others.toReversed() : others), ...streams])
    pipeline.call(String(name), args);
  const replies = (await pipeline.exec()) ?? [];
  const failed = replies.find(([error]) => error !== null);
  if (failed?.[0]) throw new Error('a command of the sample failed', { cause: failed[0] });
}
