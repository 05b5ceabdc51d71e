import { expect, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { findMutant } from './find-mutant.ts';
import { MUTANTS } from './mutants.ts';

/** The rarest are found by one seed of a thousand. A search ends with the first seed that finds its mutant. */
const RUNS = 20_000;

it.each(MUTANTS)('the simulation finds, wherever it begins: $name', (mutant) => {
  expect(findMutant(mutant, { seed: LONG_SEED * RUNS + 1, runs: RUNS })).toBeUndefined();
});
