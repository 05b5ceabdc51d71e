import type { Redis } from 'ioredis';

type ShortenedType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream';

interface Shortened {
  readonly length: (client: Redis, key: Buffer) => Promise<number>;
  /** Takes away the last part, or any where there is no order. */
  readonly shorten: (client: Redis, key: Buffer) => Promise<unknown>;
}

const TYPES: Readonly<Record<ShortenedType, Shortened>> = {
  string: {
    length: (client, key) => client.strlen(key),
    shorten: async (client, key) => client.call('SET', [key, await client.getrangeBuffer(key, 0, -2), 'KEEPTTL']),
  },
  list: { length: (client, key) => client.llen(key), shorten: (client, key) => client.rpop(key) },
  set: { length: (client, key) => client.scard(key), shorten: (client, key) => client.spop(key) },
  zset: { length: (client, key) => client.zcard(key), shorten: (client, key) => client.zpopmax(key) },
  hash: {
    length: (client, key) => client.hlen(key),
    shorten: async (client, key) => {
      const [, [field]] = await client.hscanBuffer(key, 0, 'COUNT', 1);
      return field === undefined ? 0 : client.hdel(key, field);
    },
  },
  stream: {
    length: (client, key) => client.xlen(key),
    shorten: async (client, key) => {
      const [last] = await client.xrevrange(key, '+', '-', 'COUNT', 1);
      return last === undefined ? 0 : client.xdel(key, last[0]);
    },
  },
};

/** Whether something is left of the value without its end. */
export async function isShortenable(client: Redis, key: Buffer): Promise<boolean> {
  const type = await typeOf(client, key);
  return type !== undefined && (await type.length(client, key)) > 1;
}

export async function shorten(client: Redis, key: Buffer): Promise<void> {
  await (await typeOf(client, key))?.shorten(client, key);
}

/** Undefined: of a module, or gone. */
async function typeOf(client: Redis, key: Buffer): Promise<Shortened | undefined> {
  const name = await client.type(key);
  return name in TYPES ? TYPES[name as ShortenedType] : undefined;
}
