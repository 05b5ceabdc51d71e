import { expect, it } from 'vitest';
import { runTwoCopies } from './run-two-copies.ts';

it('150 runs on two copies of a state at once: no unit is configured twice, and a task that exists twice is reported', async () => {
  const failures: string[] = [];
  const reported = { beforeSet: 0, imports: 0 };
  for (let seed = 1; seed <= 150; seed += 1) {
    const seen = await runTwoCopies(seed);
    failures.push(...seen.violations.map((violation) => `seed ${seed}: ${violation}`));
    reported.beforeSet += seen.reported.beforeSet;
    reported.imports += seen.reported.imports;
  }
  expect(failures.slice(0, 5)).toEqual([]);
  // Both ways out were taken, or the property says nothing.
  expect(reported.beforeSet).toBeGreaterThan(10);
  expect(reported.imports).toBeGreaterThan(10);
});
