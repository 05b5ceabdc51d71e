import { expect, it } from 'vitest';
import { redoAndFinish } from './redo-and-finish.ts';

it('120 seeds in which units are started over: each creates one task more, and no other unit does', async () => {
  const failures: string[] = [];
  let lived = 0;
  for (let seed = 1; seed <= 120; seed += 1) {
    const violations = await redoAndFinish(seed);
    if (violations === undefined) continue;
    lived += 1;
    failures.push(...violations.map((violation) => `seed ${seed}: ${violation}`));
  }
  expect(failures.slice(0, 5)).toEqual([]);
  expect(lived).toBeGreaterThan(40);
});
