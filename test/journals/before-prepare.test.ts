import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldRecords, type JournalRecord, openSqliteStore } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BEFORE_PREPARE, ClustersOfPlan } from './before-prepare.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-before-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a unit that was copied before there was a step `prepare` is not prepared for copying again', async () => {
  const path = join(folder, 'state.db');
  copyFileSync(BEFORE_PREPARE, path);
  await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(9) });
  const world = new ClustersOfPlan();

  const result = await world.apply(store);

  expect(result.units.map(({ address, status, step }) => [address, status, step])).toEqual([
    ['finished', 'succeeded', undefined],
    ['waiting', 'gated', 'waiting.approve-cutover'],
  ]);
  expect(world.changes).toEqual([]);
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) records.push(...batch);
  const { steps } = foldRecords(records);
  expect(['finished', 'waiting'].filter((unit) => steps.has(`${unit}.prepare`))).toEqual([]);
});
