import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';

const here = import.meta.dirname;

it.each(MUTANTS)('the simulation finds: $name', ({ name, runs, seed = 1, campaign = 'main.ts' }) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(here, 'plant-mutant.ts'), join(here, campaign), '--runs', `${runs}`, '--seed', `${seed}`],
    { encoding: 'utf8', env: { ...process.env, WAYBILL_MUTANT: name } },
  );
  expect(stderr).toContain(campaign === 'main.ts' ? 'A regression test' : 'seed ');
  expect(status).toBe(1);
});
