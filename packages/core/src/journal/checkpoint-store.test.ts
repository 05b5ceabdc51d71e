import { createHook } from 'node:async_hooks';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { describeCheckpointStore } from '../contracts/checkpoint-store-contract.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { MemoryDisk, openMemoryStore } from './memory-store.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

describeCheckpointStore('memory', async () => {
  const disk = new MemoryDisk('plan', createSeededRandom(1));
  disk.commitsAtOnce = 3;
  return {
    open: async () => openMemoryStore(disk),
    kill: async () => disk.releaseLockOfDeadProcess(),
    makeNewer: async () => {
      disk.format += 1;
    },
    dispose: async () => {},
  };
});

describeCheckpointStore('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-store-'));
  const opened: CheckpointStore[] = [];
  const file = join(folder, 'plan.db');
  return {
    open: async () => {
      const store = openSqliteStore({ path: file, plan: 'plan', random: createSeededRandom(opened.length) });
      opened.push(store);
      return store;
    },
    // A process that dies takes its handles with it and nothing else.
    kill: async (lease) => lease[Symbol.asyncDispose](),
    makeNewer: async () => {
      using database = new DatabaseSync(file);
      database.exec('PRAGMA user_version = 99');
    },
    dispose: async () => {
      for (const store of opened) await store[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
});

it('is written only after the file system was asked and has answered, off the event loop', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-store-'));
  const asked = new Set<number>();
  const answered = new Set<number>();
  const hook = createHook({
    init: (id, type) => void (type === 'FSREQCALLBACK' && asked.add(id)),
    after: (id) => void (asked.has(id) && answered.add(id)),
  });
  try {
    await using store = openSqliteStore({
      path: join(folder, 'state.db'),
      plan: 'plan',
      random: createSeededRandom(1),
    });
    await using lease = await store.acquire({ host: 'host', pid: 1, user: 'tester' });
    hook.enable();
    const written = lease.append([{ rid: 'a', t: 0, kind: 'gate.approved', step: 'a.gate', by: 'someone' }]);
    expect([asked.size, answered.size]).toEqual([1, 0]);
    await written;
    hook.disable();
    expect(answered).toEqual(asked);
  } finally {
    hook.disable();
    rmSync(folder, { recursive: true });
  }
});

it('needs a later reader only once it holds a record that an earlier one does not know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-store-'));
  try {
    const path = join(folder, 'state.db');
    await using store = openSqliteStore({ path, plan: 'one', random: createSeededRandom(1) });
    await using lease = await store.acquire({ host: 'host', pid: 1, user: 'tester' });
    const format = () => {
      using database = new DatabaseSync(path, { readOnly: true });
      return database.prepare('PRAGMA user_version').get()?.['user_version'];
    };
    await lease.append([{ rid: 'a', t: 0, kind: 'gate.approved', step: 'a.gate', by: 'someone' }]);
    expect(format()).toBe(2);
    const swept = { kind: 'orphans.swept', cleared: { a: 1 }, unlisted: {}, deleted: [], by: 'someone' } as const;
    await lease.append([{ rid: 'b', t: 0, ...swept }]);
    await lease.append([{ rid: 'c', t: 0, kind: 'gate.approved', step: 'b.gate', by: 'someone' }]);
    expect(format()).toBe(3);
    const retried = { kind: 'step.retried', step: 'a.copy', by: 'someone', reason: 'again' } as const;
    await lease.append([{ rid: 'd', t: 0, ...retried }]);
    expect(format()).toBe(3);
    await lease.append([{ rid: 'e', t: 0, ...retried, plansAnew: true }]);
    expect(format()).toBe(4);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('refuses what is not a state, another plan, and a newer format, and keeps its files private', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-store-'));
  const random = createSeededRandom(1);
  try {
    const path = join(folder, 'state.db');
    await openSqliteStore({ path, plan: 'one', random })[Symbol.asyncDispose]();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => openSqliteStore({ path, plan: 'two', random })).toThrow(/belongs to plan "one"/);

    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => openSqliteStore({ path, plan: 'one', random })).toThrow(/format 99 is newer/);

    expect(() => openSqliteStore({ path: folder, plan: 'one', random })).toThrow(/not a regular file/);
    expect(() => openSqliteStore({ path: '/proc/waybill/state.db', plan: 'one', random })).toThrow(/cannot be opened/);
    expect(() => openSqliteStore({ path: join(path, 'state.db'), plan: 'one', random })).toThrow(/cannot be opened/);

    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is no database, and long enough to be looked at as one'.repeat(20));
    expect(() => openSqliteStore({ path: text, plan: 'one', random })).toThrow(/not a SQLite database/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
