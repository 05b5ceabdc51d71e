import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import type { NewRecord } from './record.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };
const RECORD: NewRecord = { rid: 'a', t: 0, kind: 'gate.approved', step: 'a.gate', by: 'someone' };

const DEEDS: Readonly<Record<string, (path: string, folder: string) => void>> = {
  'its folder was deleted': (_path, folder) => rmSync(folder, { recursive: true }),
  'it was deleted': (path) => rmSync(path),
  'it was moved': (path) => renameSync(path, `${path}.moved`),
  'a new state was created in its place': (path) => {
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`);
    void openSqliteStore({ path, plan: 'plan', random: createSeededRandom(2) })[Symbol.asyncDispose]();
  },
  'a copy was put in its place': (path) => {
    copyFileSync(path, `${path}.copy`);
    renameSync(`${path}.copy`, path);
  },
};

it('a run stops writing and sending once its write-ahead log was deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-moved-'));
  try {
    const path = join(folder, 'state.db');
    await using store = openSqliteStore({ path, plan: 'plan', random: createSeededRandom(1) });
    await using lease = await store.acquire(OWNER);
    await lease.append([RECORD]);
    rmSync(`${path}-wal`);
    expect(lease.isHeld).toBe(false);
    await expect(lease.append([{ ...RECORD, rid: 'b' }])).rejects.toMatchObject({ code: 'JOURNAL_MOVED' });
    await expect(lease.readRequests()).rejects.toMatchObject({ code: 'JOURNAL_MOVED' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each(Object.keys(DEEDS))('a run stops writing and sending once %s', async (deed) => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-moved-'));
  try {
    const path = join(folder, 'state.db');
    await using store = openSqliteStore({ path, plan: 'plan', random: createSeededRandom(1) });
    await using lease = await store.acquire(OWNER);
    await lease.append([RECORD]);
    expect(lease.isHeld).toBe(true);
    DEEDS[deed]?.(path, folder);
    expect(lease.isHeld).toBe(false);
    await expect(lease.append([{ ...RECORD, rid: 'b' }])).rejects.toMatchObject({ code: 'JOURNAL_MOVED' });
    await expect(lease.readRequests()).rejects.toMatchObject({ code: 'JOURNAL_MOVED' });
    await expect(store.acquire(OWNER)).rejects.toMatchObject({ code: 'JOURNAL_MOVED' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
