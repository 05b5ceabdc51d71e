import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSeededRandom } from '../../seeded-random.ts';
import { LeaseLostError } from '../checkpoint-store.ts';
import type { NewRecord } from '../record.ts';
import { openSqliteStore } from './sqlite-store.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };

let folder: string;
/** Both clocks of the machine, in milliseconds. */
let monotonicMs: number;
let wallMs: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-held-'));
  [monotonicMs, wallMs] = [5_000, 1_700_000_000_000];
  vi.spyOn(performance, 'now').mockImplementation(() => monotonicMs);
  vi.spyOn(Date, 'now').mockImplementation(() => wallMs);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function openStore() {
  return openSqliteStore({ path: join(folder, 'state.db'), plan: 'plan', random: createSeededRandom(1) });
}

it.each([
  ['is asked for again after a millisecond', { monotonicMs: 1.5, wallMs: 1 }, false],
  [
    'is asked for again when the machine has slept, whose monotonic clock stands still',
    { monotonicMs: 0, wallMs: 2 },
    false,
  ],
  ['is asked for again when the wall clock was set back', { monotonicMs: 0, wallMs: -2 }, false],
  ['is given again within a millisecond', { monotonicMs: 0.9, wallMs: 1 }, true],
])('that the lease was held %s', async (_what, later, expected) => {
  await using store = openStore();
  await using lease = await store.acquire(OWNER);
  expect(lease.wasJustHeld).toBe(true);
  await using other = openStore();
  await other.breakLock();
  monotonicMs += later.monotonicMs;
  wallMs += later.wallMs;
  expect([lease.wasJustHeld, lease.isHeld]).toEqual([expected, false]);
});

it('that the lease is lost is never kept for later, nor renewed by being asked', async () => {
  await using store = openStore();
  await using lease = await store.acquire(OWNER);
  expect(lease.wasJustHeld).toBe(true);
  await using other = openStore();
  await other.breakLock();
  const seen: (boolean | undefined)[] = [];
  for (let asked = 0; asked < 4; asked += 1) {
    monotonicMs += 0.4;
    seen.push(lease.wasJustHeld);
  }
  expect(seen).toEqual([true, true, false, false]);
});

it('a commit finds that the lease is held, for the millisecond after it', async () => {
  await using store = openStore();
  await using lease = await store.acquire(OWNER);
  await lease.append([approved('1')]);
  await using other = openStore();
  await other.breakLock();
  expect([lease.wasJustHeld, lease.isHeld]).toEqual([true, false]);
  monotonicMs += 1.5;
  expect(lease.wasJustHeld).toBe(false);
});

it('a commit that finds the lease lost ends the millisecond', async () => {
  await using store = openStore();
  await using lease = await store.acquire(OWNER);
  expect(lease.wasJustHeld).toBe(true);
  await using other = openStore();
  await other.breakLock();
  await expect(lease.append([approved('1')])).rejects.toBeInstanceOf(LeaseLostError);
  expect(lease.wasJustHeld).toBe(false);
});

it('so does giving the lease up', async () => {
  await using store = openStore();
  const lease = await store.acquire(OWNER);
  expect(lease.wasJustHeld).toBe(true);
  await lease[Symbol.asyncDispose]();
  expect(lease.wasJustHeld).toBe(false);
});

function approved(rid: string): NewRecord {
  return { rid, t: wallMs, kind: 'gate.approved', step: 'orders.gate', by: 'ann' };
}
