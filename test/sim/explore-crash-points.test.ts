import { expect, it } from 'vitest';
import { explorePlan, pulledInParts } from './explore-plan.ts';

/** Of the longest plans as many as a run of all tests has time for, spread over the run. All of them are in the long tests. */
const MOST_POINTS: Readonly<Record<string, number>> = {
  'reindex.yaml': 60,
  'live-index.yaml': 60,
  'exchanged-cache.yaml': 60,
  'verify.yaml': 120,
  'verify-redis.yaml': 120,
  'verified-cache.yaml': 120,
  'addressed-cache.yaml': 60,
};

it.each([
  'index-migration.yaml',
  'online-migration.yaml',
  'backup-import.yaml',
  'source-operations.yaml',
  'reindex.yaml',
  'live-index.yaml',
  'verify.yaml',
  'verify-redis.yaml',
  'verified-cache.yaml',
  'exchanged-cache.yaml',
  'addressed-cache.yaml',
])('a death at any commit or call of %s, and any lost answer, changes nothing in the end', async (name) => {
  const maxPoints = MOST_POINTS[name];
  const explored = await explorePlan(name, maxPoints === undefined ? {} : { maxPoints });
  expect(explored.undisturbed.breakdown).toBeUndefined();
  expect(new Set(Object.values(explored.undisturbed.units))).toEqual(new Set(['succeeded']));
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBeGreaterThanOrEqual(60);
});

it('nor does one of a copy that the target pulls in two parts', async () => {
  const explored = await explorePlan('reindex.yaml', { edit: pulledInParts, maxPoints: 60 });
  expect(explored.undisturbed.breakdown).toBeUndefined();
  expect(explored.differences).toEqual([]);
  expect(explored.triedCount).toBe(60);
});
