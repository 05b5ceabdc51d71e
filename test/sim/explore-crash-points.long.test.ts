import { expect, it } from 'vitest';
import { explorePlan, pulledInParts } from './explore-plan.ts';

const unchanged = (text: string): string => text;

it.each([
  ['reindex.yaml', unchanged],
  ['reindex.yaml, pulled in parts', pulledInParts],
  ['live-index.yaml', unchanged],
  ['exchanged-cache.yaml', unchanged],
  ['verify.yaml', unchanged],
  ['verify-redis.yaml', unchanged],
  ['verified-cache.yaml', unchanged],
] as const)(
  'a death at every commit and call of %s, and every lost answer, changes nothing in the end',
  async (title, edit) => {
    const [name = ''] = title.split(',');
    const explored = await explorePlan(name, { edit });
    expect(explored.differences).toEqual([]);
    expect(explored.triedCount).toBe(explored.pointCount);
  },
);
