import { describe, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { moveFleet } from './support/move-fleet.ts';
import { canStartRedis } from './support/redis-server.ts';

/** Of all instances together. */
const KEYS = Number(process.env['WAYBILL_FLEET_KEYS'] ?? 2_000_000);

describe.skipIf(!canStartRedis())('a fleet of real instances that clients write to', () => {
  it('of every kind is moved with the command killed amid copies, comparisons and exchanges, and partly led back', async () => {
    console.log((await moveFleet({ instances: 8, keys: KEYS, seed: LONG_SEED })).join('\n'));
  });
});
