import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClaimedIds } from './step-context.ts';

const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 });

it('lets no two look-ups claim one task, and takes none of the tasks of a claim that is refused', () => {
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 8 }), (claims) => {
      const claimed = new ClaimedIds();
      const granted = claims.filter((claim) => claimed.claim(claim)).map((claim) => [...new Set(claim)]);
      const all = granted.flat();
      expect(new Set(all).size).toBe(all.length);
      expect(claimed.all.toSorted()).toEqual(all.toSorted());
    }),
  );
});

it('counts what a step of the journal has, however often it is added', () => {
  const claimed = new ClaimedIds();
  claimed.add(['a', 'b']);
  claimed.add(['a']);
  expect(claimed.all).toEqual(['a', 'b']);
  expect(claimed.claim(['b'])).toBe(false);
  expect(claimed.claim(['c'])).toBe(true);
});
