import { expect, it } from 'vitest';
import { explorePlan } from './explore-plan.ts';

it.each(['reindex.yaml', 'live-index.yaml'])(
  'a death at every commit and call of %s, and every lost answer, changes nothing in the end',
  async (name) => {
    const explored = await explorePlan(name, {});
    expect(explored.differences).toEqual([]);
    expect(explored.triedCount).toBe(explored.pointCount);
  },
);
