import { expect, it } from 'vitest';
import { liveApprovals } from './approvals.ts';

const SEEDS = 25;

it('no effect behind a gate starts without as many valid approvals of different approvers, wherever a run dies or waits', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) expect(await liveApprovals(seed), `seed ${seed}`).toEqual([]);
});
