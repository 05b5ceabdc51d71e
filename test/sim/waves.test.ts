import { expect, it } from 'vitest';
import { liveWaves } from './waves.ts';

const SEEDS = 25;

it('no unit starts before the waves before its own have ended, soaked and kept to their budget, wherever a run dies, fails or waits', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) expect(await liveWaves(seed), `seed ${seed}`).toEqual([]);
});
