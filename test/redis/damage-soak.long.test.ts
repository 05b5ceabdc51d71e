import { describe, expect, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { soakInDamage } from './support/damage-soak.ts';
import { canStartRedis } from './support/redis-server.ts';

const ROUNDS = 300;
const MOST_MS = 6 * 60_000;

describe.skipIf(!canStartRedis())('damage of copies between real servers that a seed draws', () => {
  it('is found by digest and by dump, all of it and nothing else', async () => {
    const found = await soakInDamage({ rounds: ROUNDS, seed: LONG_SEED, mostMs: MOST_MS });
    console.log(JSON.stringify(found));
    expect(found.damagedKeys).toBeGreaterThan(found.rounds);
  });
});
