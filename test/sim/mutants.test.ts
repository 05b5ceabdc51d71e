import { expect, it } from 'vitest';
import { findMutant } from './find-mutant.ts';
import { MUTANTS } from './mutants.ts';

it.each(MUTANTS)('the simulation finds: $name', (mutant) => {
  const { seed = 1, runs } = mutant;
  expect(findMutant(mutant, { seed, runs })).toBeUndefined();
});
