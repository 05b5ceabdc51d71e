import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import type { NewRecord } from './record.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

const COMMITS = 6;
const RECORDS_PER_COMMIT = 3;
const OWNER = { host: 'host', pid: 1, user: 'tester' };

it('keeps whole commits, in order, when the end of the write-ahead log is torn off or damaged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-torn-'));
  try {
    const path = join(folder, 'state.db');
    const store = openSqliteStore({ path, plan: 'plan', random: createSeededRandom(1) });
    const lease = await store.acquire(OWNER);
    for (let commit = 0; commit < COMMITS; commit += 1) await lease.append(batch(commit));
    // Copied while the writer lives, as a power cut would leave them: closing would fold the log into the database.
    const log = readFileSync(`${path}-wal`);
    copyFileSync(path, join(folder, 'database'));
    const counts = new Set<number>();
    const random = createSeededRandom(2);
    for (let trial = 0; trial < 300; trial += 1) {
      const at = Math.floor(random.fraction() * log.length);
      const torn = trial % 2 === 0 ? log.subarray(0, at) : flipped(log, at);
      counts.add(await expectCommittedPrefix(join(folder, `trial-${trial}`), join(folder, 'database'), torn));
    }
    // Early and late damage were both tried.
    expect(counts.size).toBeGreaterThan(3);
    await lease[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Opens what is left and returns how many commits survived: the first so many, each whole. */
async function expectCommittedPrefix(path: string, database: string, log: Uint8Array): Promise<number> {
  copyFileSync(database, path);
  writeFileSync(`${path}-wal`, log);
  const store = openSqliteStore({ path, plan: 'plan', random: createSeededRandom(3) });
  const rids: string[] = [];
  for await (const records of store.read()) rids.push(...records.map((record) => record.rid));
  await store[Symbol.asyncDispose]();
  const commits = rids.length / RECORDS_PER_COMMIT;
  expect(rids).toEqual(Array.from({ length: commits }, (_, commit) => batch(commit).map(({ rid }) => rid)).flat());
  return commits;
}

function batch(commit: number): readonly NewRecord[] {
  return Array.from({ length: RECORDS_PER_COMMIT }, (_, index) => ({
    rid: `${commit}-${index}`,
    t: 0,
    kind: 'gate.approved',
    step: 'a.gate',
    by: 'someone',
  }));
}

function flipped(log: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(log);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}
