import { describe, expect, it } from 'vitest';
import { soakInDamage } from './support/damage-soak.ts';
import { canStartRedis } from './support/redis-server.ts';

describe.skipIf(!canStartRedis())('damage of copies between real servers that a seed draws', () => {
  it('is found by digest and by dump, all of it and nothing else', async () => {
    const found = await soakInDamage({ rounds: 4, seed: 1, mostMs: Number.POSITIVE_INFINITY });
    expect(found).toMatchObject({ rounds: 4, undamaged: 1 });
  });
});
