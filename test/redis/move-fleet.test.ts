import { describe, it } from 'vitest';
import { moveFleet } from './support/move-fleet.ts';
import { canStartRedis } from './support/redis-server.ts';

describe.skipIf(!canStartRedis())('a fleet of real instances that clients write to', () => {
  it('is moved with the command killed amid copies, comparisons and exchanges, and partly led back', async () => {
    await moveFleet({ instances: 3, keys: 20_000, seed: 1 });
  });
});
