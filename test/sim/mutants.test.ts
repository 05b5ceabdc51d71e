import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';

const here = import.meta.dirname;

it.each(MUTANTS)(
  'the simulation finds: $name',
  ({ name, runs }) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', join(here, 'plant-mutant.ts'), join(here, 'main.ts'), '--runs', `${runs}`],
      { encoding: 'utf8', env: { ...process.env, WAYBILL_MUTANT: name } },
    );
    expect(stderr).toContain('A regression test');
    expect(status).toBe(1);
  },
  300_000,
);
