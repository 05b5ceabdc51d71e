import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SHARED } from './shared-workers.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a test file could leave behind for the next one in its worker: mocks, variables, listeners, the folder. */
const SHARED_STATE = /\bvi\.\w|\bprocess\.(?:env|chdir|on|once|exitCode)\b|\bglobalThis\b|\bexpect\.extend\b/;

it('tests that share a worker change nothing that belongs to the process', () => {
  const files = globSync(SHARED, { cwd: ROOT });
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((file) => SHARED_STATE.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});

it.each(['vi.useFakeTimers();', "process.env['A'] = 'b';", 'process.chdir(folder);', 'globalThis.fetch = send;'])(
  'finds %j',
  (line) => {
    expect(line).toMatch(SHARED_STATE);
  },
);
