import { expect, it } from 'vitest';
import { explorePlan } from './explore-plan.ts';

it('a death at every commit and call of reindex.yaml, and every lost answer, changes nothing in the end', async () => {
  const explored = await explorePlan('reindex.yaml', {});
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBe(explored.pointCount);
});
