import { expect, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { describeFailure, runSeeds } from './run-seeds.ts';

/** Seeds of one run never meet those of the next. */
const RUNS = 20_000;

it(`${RUNS} simulated runs: nothing twice, nothing lost, nothing untrue`, async () => {
  const failures = await runSeeds(LONG_SEED * RUNS, RUNS, () => 'stop');
  expect(failures.map(describeFailure)).toEqual([]);
});
