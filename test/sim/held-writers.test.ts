import { expect, it } from 'vitest';
import { liveHeldWriters } from './held-writers.ts';

const SEEDS = 40;

it('addresses are exchanged only while writers wait, wherever a run dies, is refused, and however long that takes', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) expect(await liveHeldWriters(seed), `seed ${seed}`).toEqual([]);
});
