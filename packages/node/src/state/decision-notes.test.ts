import type { JournalRecord } from '@waybill/core';
import type { RecordBody } from '@waybill/core/internal';
import { expect, test } from 'vitest';
import { DecisionNotes } from './decision-notes.ts';

function recordOf(seq: number, body: RecordBody): JournalRecord {
  return { seq, rid: `r${seq}`, epoch: 1, t: seq, ...body };
}

test('what no operator decided is no note, and what was read later follows what was read before', () => {
  const notes = new DecisionNotes();
  const decided = { kind: 'unit.decided', unit: 'u', decision: 'skipped', by: 'a@h' } as const;
  notes.add(recordOf(1, { ...decided, reason: 'first' }));
  const before = notes.latest;
  notes.add(recordOf(2, { kind: 'step.retried', step: 's', by: 'a@h', reason: 'all of them', run: 'run-2' }));
  notes.add(recordOf(3, { ...decided, reason: 'second' }));
  expect(before.map(({ reason }) => reason)).toEqual(['first']);
  expect(notes.latest.map(({ reason }) => reason)).toEqual(['first', 'second']);
});
