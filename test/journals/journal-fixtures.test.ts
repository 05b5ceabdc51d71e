import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldRecords, JOURNAL_VERSION, type JournalRecord, openSqliteStore } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkpointJson } from './checkpoint-json.ts';

const here = import.meta.dirname;
const versions = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('has a fixture of the current format', () => {
  expect(versions).toContain(`v${JOURNAL_VERSION}`);
});

it.each(versions)('reads, folds and continues a journal of format %s', async (version) => {
  const path = join(folder, 'state.db');
  copyFileSync(join(here, version, 'every-record.db'), path);
  await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(9) });
  const records = await readAll(store);
  expect(checkpointJson(foldRecords(records))).toBe(
    readFileSync(join(here, version, 'every-record.checkpoint.json'), 'utf8'),
  );

  await using lease = await store.acquire({ host: 'here', pid: 1, user: 'tester' });
  await lease.append([{ rid: 'new', t: 0, kind: 'gate.approved', step: 'gated.cutover', by: 'tester' }]);
  expect((await readAll(store)).at(-1)).toMatchObject({ seq: records.length + 1, rid: 'new' });
});

it('has every kind of record in the fixture of the current format', async () => {
  const path = join(folder, 'state.db');
  copyFileSync(join(here, `v${JOURNAL_VERSION}`, 'every-record.db'), path);
  await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(9) });
  const kinds = new Set((await readAll(store)).map((record) => record.kind));
  const all: Record<JournalRecord['kind'], true> = {
    'run.started': true,
    'step.intent': true,
    'step.succeeded': true,
    'step.failed': true,
    'step.resolved': true,
    'job.planned': true,
    'slice.done': true,
    'step.retried': true,
    'gate.approved': true,
    'gate.opened': true,
    'unit.decided': true,
    'unit.redone': true,
    'unit.verified': true,
    'plan.rebased': true,
    'orphans.swept': true,
    'run.ended': true,
  };
  expect([...kinds].toSorted()).toEqual(Object.keys(all).toSorted());
});

async function readAll(store: { read(): AsyncIterable<readonly JournalRecord[]> }): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  return records;
}
