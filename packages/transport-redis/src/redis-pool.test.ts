import { expect, it } from 'vitest';
import type { RedisConnection } from './redis-connection.ts';
import { RedisPool } from './redis-pool.ts';

/** As much of a connection as a pool knows of. */
const connection = { isUsable: true, close: () => {} } as RedisConnection;
const open = async (): Promise<RedisConnection> => connection;
const { signal: never } = new AbortController();

it('gives the place to the next one, where one that was before it no longer waits', async () => {
  const pool = new RedisPool(1);
  const [busy, used] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
  const first = pool.use(open, never, async () => await busy.promise);
  const leaving = new AbortController();
  const second = pool.use(open, leaving.signal, async () => {});
  void pool.use(open, never, async () => used.resolve('used'));
  const refused = expect(second).rejects.toThrow('no longer');
  leaving.abort(new Error('no longer'));
  await refused;
  busy.resolve();
  await first;
  expect(await used.promise).toBe('used');
});
