import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import { StateUnusableError } from './checkpoint-store.ts';
import type { JournalRecord, NewRecord } from './record.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  return openSqliteStore({ path: join(folder, 'state.db'), plan: 'plan', random: createSeededRandom(3) });
}

function retried(rid: string, step: string): NewRecord {
  return { rid, t: 1, kind: 'step.retried', step, by: 'a@h', reason: rid };
}

/** Three commits: records 1 and 2, record 3, records 4 and 5. */
async function write(): Promise<void> {
  await using store = open();
  await using lease = await store.acquire({ host: 'host', pid: 1, user: 'tester' });
  await lease.append([retried('1', 'a.create'), retried('2', 'b.create')]);
  await lease.append([retried('3', 'b.create')]);
  await lease.append([retried('4', 'a.create'), retried('5', 'a.await')]);
}

async function read(...steps: readonly string[]) {
  await using store = open();
  return await store.readSteps?.(steps);
}

function changeBody(seq: number): void {
  const database = new DatabaseSync(join(folder, 'state.db'));
  database.prepare(`UPDATE journal SET body = replace(body, 'a@h', 'b@h') WHERE seq = ?`).run(seq);
  database.close();
}

test('the records of some steps are those that the whole journal has of them', async () => {
  await write();
  await using store = open();
  const all: JournalRecord[] = [];
  for await (const records of store.read()) all.push(...records);
  for (const steps of [['a.create'], ['a.create', 'a.await'], ['b.create', 'a.await'], []])
    expect(await read(...steps)).toEqual(all.filter((record) => 'step' in record && steps.includes(record.step)));
});

test('a record that was changed, or whose neighbour in its commit was, is refused; others are read', async () => {
  await write();
  changeBody(5);
  await expect(read('a.create')).rejects.toBeInstanceOf(StateUnusableError);
  await expect(read('a.await')).rejects.toBeInstanceOf(StateUnusableError);
  expect((await read('b.create'))?.map(({ seq }) => seq)).toEqual([2, 3]);
});
