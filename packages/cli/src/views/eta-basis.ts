import type { Eta } from './run-progress.ts';

/** What an ETA rests on, as it is told. */
export const ETA_BASIS: Readonly<Record<Eta['basis'], string>> = {
  simulated: 'simulated',
  rate: 'from the rate',
};
