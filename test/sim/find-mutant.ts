import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Mutant } from './mutants.ts';

export interface Search {
  readonly seed: number;
  readonly runs: number;
}

/** Runs the mutant's campaign in a process of its own, and returns what is wrong when it finds nothing. */
export function findMutant({ name, campaign }: Mutant, { seed, runs }: Search): string | undefined {
  const here = import.meta.dirname;
  const main = campaign ?? 'main.ts';
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(here, 'plant-mutant.ts'), join(here, main), '--runs', `${runs}`, '--seed', `${seed}`],
    { encoding: 'utf8', env: { ...process.env, WAYBILL_MUTANT: name } },
  );
  const isFound = status === 1 && stderr.includes(campaign === undefined ? 'A regression test' : 'seed ');
  return isFound ? undefined : `not found from seed ${seed} on in ${runs} runs; ended with ${status}\n${stderr}`;
}
