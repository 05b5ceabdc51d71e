import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldRecords, type JournalRecord, openSqliteStore } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { createFolder, StartedProcess, waitFor } from './support/processes.ts';

const SLICES = Array.from({ length: 40 }, (_, index) => `${index}`);
/** Lines of the log, begun and done, that a process writes before it is killed: amid slices and between them. */
const LINES_BEFORE_KILL = [1, 5, 14, 30, 31];

it('own work survives kills amid slices: the next process continues, and each slice is recorded once', {
  timeout: 900_000,
}, async () => {
  const folder = createFolder();
  const state = join(folder, 'state.db');
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const lines = (): readonly string[] => readFileSync(log, 'utf8').split('\n').slice(0, -1);
  const start = (): StartedProcess => {
    const script = join(import.meta.dirname, 'support', 'own-work-process.ts');
    return new StartedProcess(process.execPath, [script, state, log], { cwd: folder, env: {} });
  };
  for (const count of LINES_BEFORE_KILL) {
    const before = lines().length;
    const victim = start();
    await waitFor(`${count} lines of the log`, () => lines().length >= before + count);
    victim.kill('SIGKILL');
    await victim.ended;
  }
  const recordedBefore = recordedSlices(await readRecords(state));
  const linesBefore = lines().length;
  const last = await start().ended;
  expect(last.stdout).toBe('succeeded');
  const records = await readRecords(state);
  expect(recordedSlices(records)).toEqual(
    ['a', 'b'].flatMap((key) => SLICES.map((slice) => `m[${key}].tally ${slice}`)).toSorted(),
  );
  expect(records.filter(({ kind }) => kind === 'job.planned')).toHaveLength(2);
  expect(foldRecords(records).steps.get('m[b].tally')?.outputs).toEqual({ total: 40 });
  const begunLast = lines()
    .slice(linesBefore)
    .filter((line) => line.startsWith('begun'));
  expect(begunLast).toHaveLength(80 - recordedBefore.length);
});

function recordedSlices(records: readonly JournalRecord[]): readonly string[] {
  return records
    .flatMap((record) => (record.kind === 'slice.done' ? [`${record.step} ${record.slice}`] : []))
    .toSorted();
}

async function readRecords(path: string): Promise<readonly JournalRecord[]> {
  await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(1) });
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  return records;
}
