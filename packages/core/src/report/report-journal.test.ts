import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { journalHeadLine, journalRecordLine } from '../journal/export-journal.ts';
import type { JournalRecord, RecordBody } from '../journal/record.ts';
import { ReportJournal } from './report-journal.ts';

const HEADER = { plan: 'shop', stateId: '0b9f6c1de2a84f7d9a51c3e07f4d2b68' };

test('a journal gives its evidence at any time, and keeps approvals, decisions and edits in order', () => {
  const journal = new ReportJournal(HEADER);
  expect(journal.evidence('how')).toEqual({ state_id: HEADER.stateId, records: 0, sha256: hashOf([]), how: 'how' });
  const records: readonly JournalRecord[] = [
    { kind: 'gate.approved', step: 'a.gate', by: 'maria' } as const,
    { kind: 'unit.decided', unit: 'b', decision: 'skipped', by: 'jo', reason: 'not needed' } as const,
    { kind: 'plan.rebased', fromDigest: '1', toDigest: '2', kept: ['c.create'], orphaned: [] } as const,
  ].map((body, index) => numbered(body, index + 1));
  for (const record of records) journal.add(record);
  expect(journal.evidence('how')).toMatchObject({ records: 3, sha256: hashOf(records) });
  expect(journal.approvals).toEqual([{ at: '1970-01-01T00:00:01.000Z', step: 'a.gate', by: 'maria' }]);
  expect(journal.decisions).toEqual([
    { at: '1970-01-01T00:00:02.000Z', address: 'b', decision: 'skip', by: 'jo', reason: 'not needed' },
  ]);
  expect(journal.edits).toEqual([
    { at: '1970-01-01T00:00:03.000Z', from_digest: '1', to_digest: '2', kept: ['c.create'], orphaned: [] },
  ]);
  expect(journal.checkpoint.lastSeq).toBe(3);
});

function numbered(body: RecordBody, seq: number): JournalRecord {
  return { seq, rid: `r-${seq}`, epoch: 1, t: seq * 1_000, ...body };
}

function hashOf(records: readonly JournalRecord[]): string {
  const text = [journalHeadLine(HEADER), ...records.map(journalRecordLine)].join('');
  return createHash('sha256').update(text).digest('hex');
}
