import { expect, it } from 'vitest';
import { restoreAndFinish } from './restore-and-finish.ts';

it('150 runs in which an old copy of the state takes its place: nothing twice, and every unit comes to its end', async () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 150; seed += 1) {
    const violations = await restoreAndFinish(seed);
    failures.push(...violations.map((violation) => `seed ${seed}: ${violation}`));
  }
  expect(failures.slice(0, 5)).toEqual([]);
});
