/** Every property of the repository, with values that no `npm test` has seen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { LONG_SEED } from './long-seed.ts';

const ROOT = join(import.meta.dirname, '..');
const ROUNDS = 3;
const VITEST = join(ROOT, 'node_modules', '.bin', 'vitest');

const files = globSync('{packages/*/src,test}/**/*.test.ts', { cwd: ROOT }).filter(
  (file) => !file.endsWith('.long.test.ts') && /from 'fast-check'/.test(readFileSync(join(ROOT, file), 'utf8')),
);

it.each(Array.from({ length: ROUNDS }, (_, round) => LONG_SEED + round))(
  'every file of properties passes with seed %i',
  async (seed) => {
    expect(files.length).toBeGreaterThan(100);
    const run = spawn(VITEST, ['run', '--reporter=dot', '--maxWorkers=1', ...files], {
      cwd: ROOT,
      env: { ...process.env, WAYBILL_SEED: String(seed) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [output, errors] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'exit')]);
    expect(run.exitCode, `${output}\n${errors}`.slice(-8_000)).toBe(0);
  },
);
