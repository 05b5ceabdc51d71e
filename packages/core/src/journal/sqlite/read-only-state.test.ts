import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSeededRandom } from '../../seeded-random.ts';
import { openSqliteStore } from './sqlite-store.ts';

const isRoot = process.getuid?.() === 0;
/** Root writes wherever it likes: what is tried is tried as this user. */
const NOBODY = 65_534;

let folder = '';
let path = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-read-only-'));
  path = join(folder, 'a state#1.db');
  await using store = openSqliteStore({ path, plan: 'one', random: createSeededRandom(1) });
  await using lease = await store.acquire({ host: 'here', pid: 1, user: 'tester' });
  await lease.append([{ rid: 'a', t: 0, kind: 'gate.approved', step: 'u.gate', by: 'tester' }]);
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

/** In a process that can read the folder and not write it: what it says of the state, and how writing it fails. */
function tryReading(): { readonly read?: string; readonly failures: readonly string[]; readonly hint?: string } {
  if (isRoot) for (const name of ['.', ...readdirSync(folder)]) chownSync(join(folder, name), NOBODY, NOBODY);
  chmodSync(folder, 0o555);
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'sqlite-store.ts')).href)});
    const found = { failures: [] };
    const tried = async (work) => { try { await work(); } catch ({ code, hint }) { found.failures.push(code); found.hint = hint; } };
    await tried(async () => {
      const store = openSqliteStore({ path: ${JSON.stringify(path)}, plan: 'one', random: { bytes: () => { throw new Error(); } } });
      for await (const records of store.read()) found.read = records.map(({ rid }) => rid).join();
      await store.verify();
      await tried(() => store.acquire({ host: 'here', pid: 2, user: 'other' }));
      await tried(() => store.post({ kind: 'cancel' }));
    });
    process.stdout.write(JSON.stringify(found));`;
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    ...as,
    cwd: '/',
    encoding: 'utf8',
  });
  return JSON.parse(stdout === '' ? JSON.stringify({ failures: [stderr] }) : stdout) as ReturnType<typeof tryReading>;
}

it('a state in a folder that cannot be written is read, and whoever would write it is told how', () => {
  const found = tryReading();
  expect(found).toMatchObject({ read: 'a', failures: ['JOURNAL_UNUSABLE', 'JOURNAL_UNUSABLE'] });
  expect(found.hint).toContain('copy it, with the files next to it');
});

it('one whose log holds more is not read as it was before', () => {
  writeFileSync(`${path}-wal`, 'more');
  const found = tryReading();
  expect(found.read).toBeUndefined();
  expect(found).toMatchObject({ failures: ['JOURNAL_UNUSABLE'], hint: expect.stringContaining('copy it') });
});
