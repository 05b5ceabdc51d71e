import { expect, it } from 'vitest';
import { loseStateAndFinish } from './lose-state.ts';

it.each([
  ['the same preview on a second machine: nothing twice', true],
  ['no preview: it stops at what it does not know, and after it is taken over nothing is done twice', false],
])('12 runs whose state is lost, and then %s', async (_name, isPreviewed) => {
  const failures: string[] = [];
  let tried = 0;
  for (let seed = 1; tried < 12; seed += 1) {
    const violations = await loseStateAndFinish(seed, isPreviewed);
    if (violations === undefined) continue;
    tried += 1;
    failures.push(...violations.map((violation) => `seed ${seed}: ${violation}`));
  }
  expect(failures.slice(0, 5)).toEqual([]);
});
