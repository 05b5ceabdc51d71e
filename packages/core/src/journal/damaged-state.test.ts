import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import { defined } from '../value/defined.ts';
import { foldRecords } from './checkpoint.ts';
import { StateUnusableError } from './checkpoint-store.ts';
import type { JournalRecord, NewRecord } from './record.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };
const COMMITS = 60;
const TRIALS = 400;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-damage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Commits of one to three records: pages of every kind, digests after one record and after several. */
function batch(commit: number): readonly NewRecord[] {
  return Array.from({ length: 1 + (commit % 3) }, (_, index): NewRecord => {
    const base = { rid: `1-${commit}-${index}`, t: 1_000 + commit, step: `orders[${commit}].create`, attempt: 1 };
    const detail = { fingerprint: 'f'.repeat(16), requestDigest: 'd'.repeat(64) };
    return { ...base, ...detail, kind: 'step.intent', operation: 'CreateTask', policy: 'lookup', token: `t-${commit}` };
  });
}

function open(path: string) {
  return openSqliteStore({ path, plan: 'plan', random: createSeededRandom(3) });
}

interface Opened {
  readonly stateId: string;
  readonly digestKey: string;
  readonly records: readonly JournalRecord[];
}

async function readAll(path: string): Promise<Opened> {
  await using store = open(path);
  const records: JournalRecord[] = [];
  for await (const some of store.read()) records.push(...some);
  const { stateId, digestKey } = store.header;
  return { stateId, digestKey: Buffer.from(digestKey).toString('hex'), records };
}

/** The state of a run that was killed: in the database file and, unless it was closed, in its log. */
async function writeState(path: string, { isClosed }: { readonly isClosed: boolean }): Promise<Opened> {
  const store = open(path);
  const lease = await store.acquire(OWNER);
  for (let commit = 0; commit < COMMITS; commit += 1) await lease.append(batch(commit));
  const written = await readAll(path);
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, `${path}.copy${suffix}`);
  await lease[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  if (isClosed) copyFileSync(path, `${path}.copy`);
  return written;
}

function withFlippedBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe('a bit that has changed', () => {
  it('in the database file is found with the first bad record, or is harmless', async () => {
    const path = join(folder, 'state.db');
    const written = await writeState(path, { isClosed: true });
    const bytes = readFileSync(`${path}.copy`);
    const random = createSeededRandom(7);
    const outcomes = { found: 0, harmless: 0 };
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const target = join(folder, `flip-${trial}.db`);
      writeFileSync(target, withFlippedBit(bytes, Math.floor(random.fraction() * bytes.length * 8)));
      try {
        expect(await readAll(target)).toEqual(written);
        outcomes.harmless += 1;
      } catch (error) {
        if (!(error instanceof StateUnusableError)) throw new Error(`trial ${trial}`, { cause: error });
        outcomes.found += 1;
      }
      for (const suffix of ['', '-wal', '-shm']) rmSync(target + suffix, { force: true });
    }
    // Much of a small database is unused space.
    expect(outcomes.found).toBeGreaterThan(TRIALS / 4);
  });

  it('in the log leaves a beginning of what was written, whole commits and nothing else', async () => {
    const path = join(folder, 'state.db');
    const written = await writeState(path, { isClosed: false });
    const log = readFileSync(`${path}.copy-wal`);
    const random = createSeededRandom(8);
    const lengths = new Set<number>();
    for (let trial = 0; trial < TRIALS / 4; trial += 1) {
      const target = join(folder, `flip-${trial}.db`);
      copyFileSync(`${path}.copy`, target);
      writeFileSync(`${target}-wal`, withFlippedBit(log, Math.floor(random.fraction() * log.length * 8)));
      const { records, stateId } = await readAll(target);
      expect(stateId).toBe(written.stateId);
      expect(records).toEqual(written.records.slice(0, records.length));
      // The run is known to have begun, whatever became of the log.
      expect(records.length).toBeGreaterThan(0);
      lengths.add(records.length);
      for (const suffix of ['', '-wal', '-shm']) rmSync(target + suffix, { force: true });
    }
    expect(lengths.size).toBeGreaterThan(10);
  });
});

describe('a writer on damaged bytes', () => {
  const more: readonly NewRecord[] = batch(COMMITS).map((record) => ({ ...record, rid: `2-${record.rid}` }));

  /** As a run does it: reads everything under the lock, takes messages, and writes. */
  async function writeOn(path: string): Promise<void> {
    await using store = open(path);
    await using lease = await store.acquire(OWNER);
    for await (const some of store.read()) expect(some.length).toBeGreaterThan(0);
    await lease.readRequests();
    await lease.append(more);
    await store.post({ kind: 'approve', step: 'a.gate', by: 'someone' });
    await lease.dropRequests((await lease.readRequests()).map(({ id }) => id));
  }

  it('adds what it records, all of it, or is refused with what to do', async () => {
    const path = join(folder, 'state.db');
    const written = await writeState(path, { isClosed: true });
    const bytes = readFileSync(`${path}.copy`);
    const random = createSeededRandom(9);
    const outcomes = { found: 0, harmless: 0 };
    for (let trial = 0; trial < TRIALS / 2; trial += 1) {
      const target = join(folder, `flip-${trial}.db`);
      writeFileSync(target, withFlippedBit(bytes, Math.floor(random.fraction() * bytes.length * 8)));
      try {
        await writeOn(target);
        const { records } = await readAll(target);
        expect(records.slice(0, written.records.length)).toEqual(written.records);
        expect(records.slice(written.records.length).map(({ rid }) => rid)).toEqual(more.map(({ rid }) => rid));
        outcomes.harmless += 1;
      } catch (error) {
        if (!(error instanceof StateUnusableError)) throw new Error(`trial ${trial}`, { cause: error });
        outcomes.found += 1;
      }
      for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(target + suffix, { force: true });
    }
    expect(outcomes.found).toBeGreaterThan(TRIALS / 8);
  });

  it.each([
    ['an epoch that no number can be', `UPDATE state SET epoch = ${2n ** 60n}`],
    ['a broken lock that no number can be', `UPDATE state SET lock_generation = ${2n ** 60n}`],
    ['no inbox', 'ALTER TABLE inbox RENAME TO inbux'],
    ['a message that is no JSON', "INSERT INTO inbox (body) VALUES ('{')"],
  ])('is refused: %s', async (_, change) => {
    const path = join(folder, 'state.db');
    await writeState(path, { isClosed: true });
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    database.exec(change);
    database.close();
    await expect(writeOn(path)).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
  });
});

it.each([
  ['an epoch that gives ids of records that are there', 'UPDATE state SET epoch = 0'],
  ['an epoch below zero', 'UPDATE state SET epoch = -5'],
  ['a head within a commit', 'UPDATE state SET last_seq = 8'],
  ['a head before the first commit', 'UPDATE state SET last_seq = 0'],
  ['a head after the end', 'UPDATE state SET last_seq = last_seq + 1'],
  ['more broken locks than there were writers', 'UPDATE state SET lock_generation = epoch + 1'],
  ['a broken lock below zero', 'UPDATE state SET lock_generation = -1'],
])('is refused by writers and by readers: %s', async (_, change) => {
  const path = join(folder, 'state.db');
  await writeState(path, { isClosed: true });
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec(change);
  database.close();
  await using store = open(path);
  await expect(store.acquire(OWNER)).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
  await expect(store.verify?.()).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
});

describe('a bit of what says which file is the lock', () => {
  it('is found, or shuts out the writer that holds the other file before it can write', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    for (const bit of [0n, 1n, 2n, 5n, 31n, 52n, 53n, 62n, 63n]) {
      const path = join(folder, `lock-${bit}.db`);
      await using store = open(path);
      await store.breakLock();
      await using held = await store.acquire(OWNER);
      await held.append(batch(0));
      const database = new DatabaseSync(path);
      const flipped = BigInt.asIntN(64, 1n ^ (1n << bit));
      database.prepare('UPDATE state SET lock_generation = ?').run(flipped);
      database.close();
      try {
        await using other = await store.acquire(OWNER);
        expect(held.isHeld).toBe(false);
        await expect(held.append(batch(1))).rejects.toMatchObject({ code: 'JOURNAL_LEASE_LOST' });
        await other.append(batch(2).map((record) => ({ ...record, rid: `9-${record.rid}` })));
      } catch (error) {
        if (!(error instanceof StateUnusableError)) throw new Error(`bit ${bit}`, { cause: error });
        // Refused before anything changed: the first writer is not disturbed.
        expect(held.isHeld).toBe(true);
      }
    }
  });

  it('is no reason to break the lock of a state that is damaged', async () => {
    const path = join(folder, 'state.db');
    await writeState(path, { isClosed: true });
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    database.exec('UPDATE state SET epoch = 0');
    database.close();
    await using store = open(path);
    await expect(store.breakLock()).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
  });
});

describe('what is missing', () => {
  it('the log: the state is the same one, and its run is known to have begun', async () => {
    const path = join(folder, 'state.db');
    const written = await writeState(path, { isClosed: false });
    const alone = join(folder, 'alone.db');
    copyFileSync(`${path}.copy`, alone);
    const left = await readAll(alone);
    expect([left.stateId, left.digestKey]).toEqual([written.stateId, written.digestKey]);
    expect(left.records.length).toBeGreaterThan(0);
    expect(left.records).toEqual(written.records.slice(0, left.records.length));
  });

  it('everything in the file: an empty file is no new state', () => {
    const path = join(folder, 'state.db');
    writeFileSync(path, '');
    expect(() => open(path)).toThrow(/it is empty/);
    expect(readFileSync(path)).toHaveLength(0);
  });

  it('the file beside its log: the log belongs to a state that was there', () => {
    const path = join(folder, 'state.db');
    writeFileSync(`${path}-wal`, 'frames');
    expect(() => open(path)).toThrow(/state.db-wal exists, but the database itself is missing/);
    expect(existsSync(path)).toBe(false);
  });

  it('the tables: another database is no state', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const path = join(folder, 'other.db');
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    expect(() => open(path)).toThrow(/a database without the tables of a state/);
  });
});

it('names the first record that is not as it was written, and reads nothing of its commit', async () => {
  const path = join(folder, 'state.db');
  await writeState(path, { isClosed: true });
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec("UPDATE journal SET body = replace(body, 't-30', 't-31') WHERE rid = '1-30-0'");
  const seq = Number(database.prepare("SELECT seq FROM journal WHERE rid = '1-30-0'").get()?.['seq']);
  database.close();
  await using store = open(path);
  const read: JournalRecord[] = [];
  const reading = (async () => {
    for await (const some of store.read()) read.push(...some);
  })();
  await expect(reading).rejects.toMatchObject({
    code: 'JOURNAL_UNUSABLE',
    message: expect.stringContaining(`damaged from record ${seq} on`),
    hint: expect.stringContaining('recovery.md'),
  });
  expect(foldRecords(read).steps.has('orders[30].create')).toBe(false);
});

it('notices that records were taken off the end, and that a message was changed', async () => {
  const path = join(folder, 'state.db');
  await writeState(path, { isClosed: true });
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec('DELETE FROM journal WHERE seq > 21');
  database.close();
  await expect(readAll(path)).rejects.toThrow(/damaged from record 22 on: the end is missing/);

  const other = join(folder, 'other.db');
  await using store = open(other);
  await store.post({ kind: 'approve', step: 'a.gate', by: 'someone' });
  const inbox = new DatabaseSync(other);
  inbox.exec("UPDATE inbox SET body = replace(body, 'a.gate', 'b.gate')");
  inbox.close();
  await using lease = await store.acquire(OWNER);
  await expect(lease.readRequests()).rejects.toMatchObject({ code: 'JOURNAL_UNUSABLE' });
});

it('creates the state with an id that was fixed beforehand, and keeps that of one that is there', async () => {
  const path = join(folder, 'state.db');
  const random = createSeededRandom(1);
  const [first, second] = ['a', 'b'].map((digit) => digit.repeat(32));
  for (const stateId of [first, second]) {
    await using store = openSqliteStore({ path, plan: 'plan', random, ...defined({ stateId }) });
    expect(store.header.stateId).toBe(first);
  }
});
