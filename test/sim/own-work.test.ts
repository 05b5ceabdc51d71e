import { expect, it } from 'vitest';
import { liveOwnWork } from './own-work.ts';

it('150 lives of own work: each slice is recorded once, when it was done, within the places of its connections', async () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 150; seed += 1)
    failures.push(...(await liveOwnWork(seed)).map((violation) => `seed ${seed}: ${violation}`));
  expect(failures.slice(0, 5)).toEqual([]);
});
