import fc from 'fast-check';
import { expect, it } from 'vitest';
import { membersOf, planRounds } from './plan-rounds.ts';

const suspects = fc.array(fc.nat({ max: 500 })).map((all) => all.map((documents, bucket) => ({ bucket, documents })));

it('looks at each document of each bucket once, as far as there is room', () => {
  fc.assert(
    fc.property(suspects, fc.array(fc.string()), (all, ids) => {
      const size = Math.max(1, all.length);
      const { rounds, left } = planRounds(all, 100);
      for (const id of ids) {
        const times = rounds.filter((round) => membersOf(round, size)(id)).length;
        if (left === 0) expect(times).toBe(all.length === 0 ? 0 : 1);
        else expect(times).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('keeps few documents in memory, and says how many it leaves out', () => {
  const { rounds, left } = planRounds(
    [
      { bucket: 0, documents: 250 },
      { bucket: 1, documents: 60 },
      { bucket: 2, documents: 40 },
    ],
    100,
  );
  expect(rounds).toEqual([
    { buckets: [0], part: 0, of: 3 },
    { buckets: [0], part: 1, of: 3 },
    { buckets: [0], part: 2, of: 3 },
    { buckets: [1, 2], part: 0, of: 1 },
  ]);
  expect(left).toBe(0);
  expect(planRounds([{ bucket: 0, documents: 1_000 }], 100)).toMatchObject({ left: 200 });
});
