import { expect, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { fuzzGrown, fuzzMutated } from './fuzz-plans.ts';

/** The first seeds are those of the short test; those of one run never meet those of the next. */
const RUNS = 12_000;
const FIRSTS = [1, 1 + RUNS * (LONG_SEED + 1)];

it.each(FIRSTS)('12,000 mutated example plans from seed %i on end in a plan or in diagnostics', (first) => {
  const validCount = fuzzMutated({ first, runs: RUNS });
  expect(validCount).toBeGreaterThan(100);
  expect(validCount).toBeLessThan(11_000);
});

it.each(FIRSTS)('8,000 plans grown along the schema from seed %i on end in a plan or in diagnostics', (first) => {
  expect(fuzzGrown({ first, runs: 8_000 })).toBeLessThan(8_000);
});
