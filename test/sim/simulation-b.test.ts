import { expect, it } from 'vitest';
import { describeFailure, runSeeds } from './run-seeds.ts';

// Half of the gate of 2,000 runs; the other half is beside it, so that two workers share them.
it('1,000 simulated runs from seed 1001 on: nothing twice, nothing lost, nothing untrue', async () => {
  const failures = await runSeeds(1001, 1_000);
  expect(failures.slice(0, 3).map(describeFailure)).toEqual([]);
});
