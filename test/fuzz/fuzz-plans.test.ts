import { expect, it } from 'vitest';
import { countValid, fuzzGrown, fuzzMutated } from './fuzz-plans.ts';

// More of both, from new seeds each time, are in the long test beside it.
it('3,000 mutated example plans end in a plan or in diagnostics', () => {
  const validCount = fuzzMutated({ first: 1, runs: 3_000 });
  // Mutations in comments leave a plan valid; if all or none were, the mutator would be of no use.
  expect(validCount).toBeGreaterThan(60);
  expect(validCount).toBeLessThan(2_750);
});

it('2,000 plans grown along the schema end in a plan or in diagnostics', () => {
  expect(fuzzGrown({ first: 1, runs: 2_000 })).toBeLessThan(2_000);
});

it('finds a compiler that throws', () => {
  expect(() =>
    countValid({ first: 1, runs: 1 }, () => {
      throw new Error('planted');
    }),
  ).toThrow('planted');
});
