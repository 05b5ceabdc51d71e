import { setTimeout as pause } from 'node:timers/promises';
import type { RedisServer } from '../../../redis/support/redis-server.ts';

const EVERY_MS = 2;

/** Lets a client get one key after another while `work` is done; what each took, in milliseconds. */
export async function getDuring({ client }: RedisServer, work: () => Promise<unknown>): Promise<readonly number[]> {
  const tookMs: number[] = [];
  let isOver = false;
  const getting = (async () => {
    for (let at = 0; !isOver; at += 1) {
      const startedMs = performance.now();
      await client.get(`key:${at}`);
      tookMs.push(performance.now() - startedMs);
      await pause(EVERY_MS);
    }
  })();
  await work();
  isOver = true;
  await getting;
  return tookMs;
}
