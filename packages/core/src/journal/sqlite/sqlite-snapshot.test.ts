import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSeededRandom } from '../../seeded-random.ts';
import { LeaseLostError } from '../checkpoint-store.ts';
import type { NewRecord } from '../record.ts';
import { openSqliteStore } from './sqlite-store.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };
const PARTS = ['{"format":1,', '"text":"é"', '}'] as const;
const BODY = PARTS.join('');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  return openSqliteStore({ path: join(folder, 'state.db'), plan: 'plan', random: createSeededRandom(3) });
}

function retried(rid: string): NewRecord {
  return { rid, t: 1, kind: 'step.retried', step: 'a.create', by: 'a@h', reason: 'r' };
}

/** Two commits, of two records and of one, and a snapshot at `seq`. */
async function write(seq: number): Promise<void> {
  await using store = open();
  await using lease = await store.acquire(OWNER);
  await lease.append([retried('1'), retried('2')]);
  await lease.append([retried('3')]);
  await lease.saveSnapshot?.({ seq, parts: PARTS });
}

async function read() {
  await using store = open();
  return await store.readSnapshot?.();
}

function change(sql: string): void {
  const database = new DatabaseSync(join(folder, 'state.db'));
  database.exec(sql);
  database.close();
}

test('a snapshot is read as it was saved, also after later commits, and the next one takes its place', async () => {
  await write(2);
  expect(await read()).toEqual({ seq: 2, body: BODY });
  await using store = open();
  await using lease = await store.acquire(OWNER);
  await lease.saveSnapshot?.({ seq: 3, parts: ['{}'] });
  expect(await read()).toEqual({ seq: 3, body: '{}' });
});

test('a state without one, or one of before there were any, has none', async () => {
  await open()[Symbol.asyncDispose]();
  expect(await read()).toBeUndefined();
});

test('a snapshot that does not end a commit, or of records that are not there, is not kept', async () => {
  for (const seq of [1, 4]) {
    await write(seq);
    expect(await read()).toBeUndefined();
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'waybill-snapshot-'));
  }
});

test('whatever is changed in it, it is not used', async () => {
  const changes = [
    ...PARTS.flatMap((part, index) =>
      Array.from(part, (_, at) => `UPDATE snapshot_part SET body = '${flipped(part, at)}' WHERE part = ${index + 1}`),
    ),
    'DELETE FROM snapshot_part WHERE part = 2',
    'UPDATE snapshot_part SET part = 4 WHERE part = 2',
    "INSERT INTO snapshot_part SELECT generation, 4, ' ' FROM snapshot_head",
    'UPDATE snapshot_head SET generation = 9',
    'UPDATE snapshot_head SET seq = 3',
    'UPDATE snapshot_head SET seq = 1',
    "UPDATE snapshot_head SET mac = replace(mac, substr(mac, 1, 1), 'x')",
    'UPDATE journal SET chain = (SELECT chain FROM journal WHERE seq = 3) WHERE seq = 2',
    'DELETE FROM journal WHERE seq >= 2; UPDATE state SET last_seq = 1',
    'UPDATE state SET last_seq = 1',
    'DROP TABLE snapshot_part; CREATE TABLE snapshot_part (other TEXT)',
  ];
  for (const sql of changes) {
    await write(2);
    expect(await read()).toEqual({ seq: 2, body: BODY });
    change(sql);
    expect(await read(), sql).toBeUndefined();
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'waybill-snapshot-'));
  }
});

function flipped(text: string, index: number): string {
  return `${text.slice(0, index)}${String.fromCharCode(text.charCodeAt(index) ^ 1)}${text.slice(index + 1)}`;
}

test('what is recorded between two parts is recorded, and the one before is read until the last part is there', async () => {
  await write(3);
  await using store = open();
  await using lease = await store.acquire(OWNER);
  using other = new DatabaseSync(join(folder, 'state.db'));
  const parted = other.prepare('SELECT body FROM snapshot_head JOIN snapshot_part USING (generation) ORDER BY part');
  const shown: unknown[] = [];
  const recorded: Promise<void>[] = [];
  function* parts(): Iterable<string> {
    for (const part of ['{', '"a":1', '}']) {
      yield part;
      recorded.push(lease.append([retried(`between-${shown.length}`)]));
      shown.push(parted.all().map(({ body }) => body));
    }
  }
  await lease.saveSnapshot?.({ seq: 3, parts: parts() });
  await Promise.all(recorded);
  expect(shown).toEqual([PARTS, PARTS, PARTS]);
  expect(await read()).toEqual({ seq: 3, body: '{"a":1}' });
  let count = 0;
  for await (const batch of store.read()) count += batch.length;
  expect(count).toBe(6);
});

test('one that came to no end leaves the one before, and its parts go with the next one', async () => {
  await write(3);
  await using store = open();
  await using lease = await store.acquire(OWNER);
  function* broken(): Iterable<string> {
    yield 'half';
    throw new Error('the process ended');
  }
  await expect(lease.saveSnapshot?.({ seq: 3, parts: broken() })).rejects.toThrow('the process ended');
  expect(await read()).toEqual({ seq: 3, body: BODY });
  await lease.saveSnapshot?.({ seq: 3, parts: ['{}'] });
  expect(await read()).toEqual({ seq: 3, body: '{}' });
  const database = new DatabaseSync(join(folder, 'state.db'));
  expect(database.prepare('SELECT body FROM snapshot_part').all()).toEqual([{ body: '{}' }]);
  database.close();
});

test('a process that was taken over saves none', async () => {
  await using store = open();
  await using lease = await store.acquire(OWNER);
  await lease.append([retried('1')]);
  await store.breakLock();
  await expect(lease.saveSnapshot?.({ seq: 1, parts: PARTS })).rejects.toBeInstanceOf(LeaseLostError);
  expect(await read()).toBeUndefined();
});
