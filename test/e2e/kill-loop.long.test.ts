import { it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { killInLanes } from './support/kill-lanes.ts';

it('survives 200 kills without doing anything twice', async () => {
  await killInLanes({ lanes: 2, killsPerLane: 100, seed: LONG_SEED });
});
