import type { createSeededRandom } from '@waybill/core/testing';
import type { Redis } from 'ioredis';

export type RandomSource = ReturnType<typeof createSeededRandom>;

type Command = readonly [name: string, ...words: (string | number | Buffer)[]];
/** Commands that change a key; none where this key cannot be changed so. */
type Damage = (client: Redis, key: Buffer, random: RandomSource) => Promise<readonly Command[]> | readonly Command[];

/** Ways to change a key of a type without a trace in the number of keys. */
const DAMAGES: Readonly<Record<string, readonly Damage[]>> = {
  string: [
    async (client, key, random) => {
      const length = await client.strlen(key);
      if (length === 0) return [];
      const at = below(length, random);
      const [byte = 0] = await client.getrangeBuffer(key, at, at);
      return [['SETRANGE', key, at, Buffer.from([byte ^ (1 << below(8, random))])]];
    },
    (_, key) => [['APPEND', key, 'x']],
  ],
  list: [
    async (client, key, random) => [['LSET', key, below(await client.llen(key), random), 'another']],
    (_, key) => [['RPUSH', key, 'one more']],
    (_, key) => [['LPOP', key]],
    // The same items in another order.
    (_, key) => [['LMOVE', key, key, 'LEFT', 'RIGHT']],
  ],
  set: [
    (_, key) => [['SPOP', key]],
    (_, key) => [['SADD', key, 'one more']],
    (_, key) => [
      ['SPOP', key],
      ['SADD', key, 'in its place'],
    ],
  ],
  hash: [
    async (client, key) => {
      const [, [field = '', value = '', other = '', second = '']] = await client.hscan(key, 0);
      return other === '' ? [['HSET', key, field, `${value}x`]] : [['HSET', key, field, second, other, value]];
    },
    (_, key) => [['HSET', key, 'one more', 'x']],
    async (client, key) => [['HDEL', key, ...(await client.hscan(key, 0))[1].slice(0, 1)]],
  ],
  zset: [
    async (client, key) => {
      const [member = '', score = '0'] = (await client.call('ZRANGE', [key, -1, -1, 'WITHSCORES'])) as string[];
      return [['ZADD', key, nextNumber(Number(score)), member]];
    },
    (_, key) => [['ZPOPMIN', key]],
    (_, key) => [['ZADD', key, 1, 'one more']],
  ],
  stream: [
    async (client, key) => [['XDEL', key, (await client.xrange(key, '-', '+', 'COUNT', '1'))[0]?.[0] ?? '0-1']],
    (_, key) => [['XADD', key, '*', 'event', 'another']],
    (_, key) => [['XGROUP', 'DESTROY', key, 'workers']],
    (_, key) => [['XGROUP', 'SETID', key, 'workers', '3-1']],
    (_, key) => [['XACK', key, 'workers', '3-1']],
    (_, key) => [['XGROUP', 'CREATECONSUMER', key, 'workers', 'another']],
  ],
};

/** Of keys of every type. */
const ANY: readonly Damage[] = [
  (_, key) => [['DEL', key]],
  (_, key) => [
    ['DEL', key],
    ['SET', key, 'of another type, or value'],
  ],
  (_, key) => [['RENAMENX', key, Buffer.concat([Buffer.from('{'), key, Buffer.from('}renamed')])]],
  async (client, key) => ((await client.pttl(key)) > 0 ? [['PERSIST', key]] : [['EXPIRE', key, 10_000]]),
  async (client, key) => {
    const leftMs = await client.pttl(key);
    return leftMs > 0 ? [['PEXPIRE', key, leftMs + 5_000]] : [];
  },
];

/** Damages one key of the selected database in a way that the seed draws. Returns the commands, as words. */
export async function damageAnyKey(client: Redis, random: RandomSource): Promise<string | undefined> {
  const key = (await client.call('RANDOMKEY', [])) as string | null;
  if (key === null) return undefined;
  const bytes = Buffer.from(key);
  const type = await client.type(bytes);
  const ways = random.fraction() < 0.3 ? ANY : (DAMAGES[type] ?? ANY);
  const commands = (await ways[below(ways.length, random)]?.(client, bytes, random)) ?? [];
  for (const [name, ...words] of commands) await client.call(name, words);
  return commands.map((words) => words.join(' ')).join('; ');
}

/** The smallest change that a score can have. */
function nextNumber(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? Number.MIN_VALUE : value);
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return String(view.getFloat64(0));
}

function below(limit: number, random: RandomSource): number {
  return Math.floor(random.fraction() * limit);
}
