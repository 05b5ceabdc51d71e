import { MemoryDisk, type NewRecord, openMemoryStore } from '@waybill/core';
import { NO_RENAMES } from '@waybill/core/internal';
import { createSeededRandom } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { readJournaledState } from './read-journaled-state.ts';

const OWNER = { host: 'h', pid: 1, user: 'u' };

async function decisionsAfter(records: readonly NewRecord[]) {
  const store = openMemoryStore(new MemoryDisk('p', createSeededRandom(1)));
  await using lease = await store.acquire(OWNER);
  await lease.append(records);
  return (await readJournaledState(store, { renames: NO_RENAMES })).decisions;
}

const resolved = { kind: 'step.resolved', step: 's', attempt: 1, fingerprint: '', outputs: {} } as const;

test('what people decided is told, and what a look-up found is not', async () => {
  const found = await decisionsAfter([
    { rid: '1', t: 0, kind: 'step.retried', step: 'm.create', by: 'a@h', reason: 'r1' },
    { rid: '2', t: 1, kind: 'unit.decided', unit: 'm', decision: 'accepted', by: 'a@h', reason: 'r2' },
    { rid: '3', t: 2, ...resolved, resolution: 'happened', by: 'lookup', evidence: 'found it' },
    { rid: '4', t: 3, ...resolved, resolution: 'did-not-happen', by: 'person', evidence: 'a@h: seen: nothing' },
    { rid: '5', t: 4, kind: 'unit.redone', unit: 'm', steps: ['m.create'], by: 'a@h', reason: 'r5' },
  ]);
  expect(found.map(({ address, decision, by, reason }) => [address, decision, by, reason])).toEqual([
    ['m.create', 'retry', 'a@h', 'r1'],
    ['m', 'accept', 'a@h', 'r2'],
    ['s', 'did-not-happen', 'a@h', 'seen: nothing'],
    ['m', 'redo', 'a@h', 'r5'],
  ]);
});

test('only the latest hundred are kept', async () => {
  const records = Array.from({ length: 150 }, (_, index): NewRecord => {
    const reason = `r${index}`;
    return { rid: `${index}`, t: index, kind: 'step.retried', step: 'm.create', by: 'a@h', reason };
  });
  const found = await decisionsAfter(records);
  expect([found.length, found[0]?.reason, found.at(-1)?.reason]).toEqual([100, 'r50', 'r149']);
});

test('checkpoint and decisions come from one reading, whatever a run writes meanwhile', async () => {
  const store = openMemoryStore(new MemoryDisk('p', createSeededRandom(1)));
  await using lease = await store.acquire(OWNER);
  const decide = (rid: string): NewRecord => {
    return { rid, t: 0, kind: 'unit.decided', unit: rid, decision: 'accepted', by: 'a@h', reason: rid };
  };
  await lease.append([decide('1')]);
  const read = store.read.bind(store);
  let readings = 0;
  store.read = async function* (afterSeq) {
    readings += 1;
    yield* read(afterSeq);
    await lease.append([decide(`later-${readings}`)]);
  };
  const { checkpoint, decisions } = await readJournaledState(store, { renames: NO_RENAMES });
  expect(readings).toBe(1);
  expect(decisions.map(({ address }) => address)).toEqual([...checkpoint.decisions.keys()]);
});
