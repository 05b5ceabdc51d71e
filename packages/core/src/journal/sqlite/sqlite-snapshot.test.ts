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
const BODY = '{"format":1,"text":"é"}';

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
  await lease.saveSnapshot?.({ seq, body: BODY });
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
  await lease.saveSnapshot?.({ seq: 3, body: '{}' });
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
    ...Array.from({ length: BODY.length }, (_, index) => flipped(index)).map(
      (body) => `UPDATE snapshot SET body = '${body}'`,
    ),
    'UPDATE snapshot SET seq = 3',
    'UPDATE snapshot SET seq = 1',
    "UPDATE snapshot SET mac = replace(mac, substr(mac, 1, 1), 'x')",
    'UPDATE journal SET chain = (SELECT chain FROM journal WHERE seq = 3) WHERE seq = 2',
    'DELETE FROM journal WHERE seq >= 2; UPDATE state SET last_seq = 1',
    'UPDATE state SET last_seq = 1',
    'DROP TABLE snapshot; CREATE TABLE snapshot (other TEXT)',
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

function flipped(index: number): string {
  return `${BODY.slice(0, index)}${String.fromCharCode(BODY.charCodeAt(index) ^ 1)}${BODY.slice(index + 1)}`;
}

test('a process that was taken over saves none', async () => {
  await using store = open();
  await using lease = await store.acquire(OWNER);
  await lease.append([retried('1')]);
  await store.breakLock();
  await expect(lease.saveSnapshot?.({ seq: 1, body: BODY })).rejects.toBeInstanceOf(LeaseLostError);
  expect(await read()).toBeUndefined();
});
