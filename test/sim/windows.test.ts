import { expect, it } from 'vitest';
import { liveWindows } from './windows.ts';

const SEEDS = 12;

it('no effect starts outside of a window, wherever a run dies, loses answers, waits or ends, nor when clocks change', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) expect(await liveWindows(seed), `seed ${seed}`).toEqual([]);
});
