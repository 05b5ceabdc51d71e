import { expect, it } from 'vitest';
import { liveRenamed } from './renamed.ts';

it('150 lives of plans that are renamed: each unit makes its task once, whatever it is called by then', async () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 150; seed += 1)
    failures.push(...(await liveRenamed(seed)).map((violation) => `seed ${seed}: ${violation}`));
  expect(failures.slice(0, 5)).toEqual([]);
});
