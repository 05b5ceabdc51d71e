import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../seeded-random.ts';
import { defined } from '../../value/defined.ts';
import type { CheckpointStore } from '../checkpoint-store.ts';
import { readRecords } from '../export-journal.ts';
import { hasSqliteState } from './open-database.ts';
import { openSqliteStore } from './sqlite-store.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };
let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-create-'));
  path = join(folder, 'state.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(options: { readonly seed?: number; readonly stateId?: string; readonly at?: string } = {}) {
  const { seed = 1, stateId, at = path } = options;
  const random = createSeededRandom(seed);
  return openSqliteStore({ path: at, plan: 'plan', random, ...defined({ stateId }) });
}

/** The main file alone, as it is while its process lives: what is left when the write-ahead log is lost. */
function withoutLog(): string {
  const copy = join(folder, 'copy.db');
  rmSync(copy, { force: true });
  copyFileSync(path, copy);
  return copy;
}

describe('a new state', () => {
  it('has its identity in the main file, before anything is written to it', async () => {
    await using store = open({ seed: 1 });
    await using copy = open({ seed: 2, at: withoutLog() });
    expect(copy.header).toEqual(store.header);
  });

  it('leaves no other file behind', async () => {
    await open()[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual(['state.db']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('takes the id that is given, and an existing one keeps its own', async () => {
    const given = '0123456789abcdef0123456789abcdef';
    const first = open({ stateId: given });
    expect(first.header.stateId).toBe(given);
    await first[Symbol.asyncDispose]();
    await using again = open({ stateId: 'f'.repeat(32) });
    expect(again.header.stateId).toBe(given);
  });

  it('is the same for all who create it at once', async () => {
    const stores: CheckpointStore[] = [open({ seed: 1 }), open({ seed: 2 })];
    expect(stores[1]?.header).toEqual(stores[0]?.header);
    for (const store of stores) await store[Symbol.asyncDispose]();
  });

  it('has what its lease recorded first in the main file before that counts as recorded', async () => {
    await using store = open();
    await using lease = await store.acquire(OWNER);
    await lease.append([{ rid: 'first', t: 0, kind: 'gate.approved', step: 'a.gate', by: 'tester' }]);
    await using copy = open({ at: withoutLog() });
    expect((await readRecords(copy)).map(({ rid }) => rid)).toEqual(['first']);
  });
});

describe('what is no whole state is refused, and left as it is', () => {
  it('an empty file', () => {
    writeFileSync(path, '');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'JOURNAL_UNUSABLE' }));
    expect(() => open()).toThrow(/it is empty/);
    expect(statSync(path).size).toBe(0);
  });

  it('a device, which is no file to remove', () => {
    const hint = 'Name a file with --state.';
    expect(() => open({ at: '/dev/null' })).toThrow(expect.objectContaining({ code: 'JOURNAL_UNUSABLE', hint }));
  });

  it('a database that was cut off', async () => {
    await open()[Symbol.asyncDispose]();
    truncateSync(path, 100);
    expect(() => open()).toThrow(
      expect.objectContaining({ code: 'JOURNAL_UNUSABLE', hint: expect.stringMatching(/^Restore the state/) }),
    );
  });

  it('a write-ahead log without its database', async () => {
    await using store = open();
    await using lease = await store.acquire(OWNER);
    await lease.append([{ rid: 'first', t: 0, kind: 'gate.approved', step: 'a.gate', by: 'tester' }]);
    mkdirSync(join(folder, 'elsewhere'));
    const moved = join(folder, 'elsewhere', 'state.db');
    copyFileSync(`${path}-wal`, `${moved}-wal`);
    expect(() => open({ at: moved })).toThrow(/the database itself is missing/);
    expect(hasSqliteState(moved)).toBe(true);
    expect(existsSync(moved)).toBe(false);
    renameSync(`${moved}-wal`, join(folder, 'away'));
    expect(hasSqliteState(moved)).toBe(false);
  });

  it('a database without tables, as older versions left it when its write-ahead log was lost', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = WAL');
    database.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'JOURNAL_UNUSABLE' }));
  });
});
