import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countSamples } from './count-samples.ts';

it('has fewer samples for larger plans, always an odd number', () => {
  expect([0, 1, 7_000, 70_000, 150_000, 700_000].map(countSamples)).toEqual([25, 25, 25, 5, 1, 1]);
  fc.assert(
    fc.property(fc.nat(2_000_000), (steps) => {
      const samples = countSamples(steps);
      expect(samples % 2).toBe(1);
      expect(samples === 1 || samples * steps <= 350_000).toBe(true);
    }),
  );
});
