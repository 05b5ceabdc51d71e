import { expect, test } from 'vitest';
import { type Checkpoint, foldRecords } from './checkpoint.ts';
import { isAllToBeSeen, unitsLeftBehind } from './left-behind.ts';
import type { JournalRecord, RecordBody } from './record.ts';

const AT_MS = 1_000_000;
const INTENT = { attempt: 1, fingerprint: 'f', operation: 'Create', requestDigest: 'd', policy: 'lookup' } as const;
const intended: RecordBody = { kind: 'step.intent', step: 'u.create', ...INTENT };
const created: RecordBody = {
  kind: 'step.succeeded',
  step: 'u.create',
  attempt: 1,
  fingerprint: 'f',
  outputs: { task_id: 'task-1' },
};
const redone: RecordBody = { kind: 'unit.redone', unit: 'u', steps: ['u.create'], by: 'a@h', reason: 'r' };
const refused: RecordBody = {
  kind: 'step.failed',
  step: 'u.create',
  attempt: 1,
  fingerprint: 'f',
  outcome: 'terminal',
  code: 'X',
  message: 'm',
};

test('what a unit leaves is known by the answer of its call, or as the call whose answer was lost', () => {
  expect(leftOf(intended, created, redone)).toMatchObject({ taskIds: ['task-1'], hasLostCall: false, sweep: 'open' });
  expect(leftOf(intended, redone)).toMatchObject({ taskIds: [], hasLostCall: true, sweep: 'open' });
  expect(leftOf(intended, refused, redone)).toBeUndefined();
  const twice = [intended, created, redone, intended, { ...created, outputs: { task_id: 'task-2' } }, redone] as const;
  expect(leftOf(...twice)).toMatchObject({ taskIds: ['task-1', 'task-2'] });
});

test('what was swept is named no more, until the unit is started over again', () => {
  const before = [intended, created, redone] as const;
  expect(unitsLeftBehind(fold(...before), 'open')).toEqual(['u']);
  expect(unitsLeftBehind(fold(...before, swept({ u: 1 })), 'open')).toEqual([]);
  const unlisted = fold(...before, swept({}, { u: 1 }));
  expect([unitsLeftBehind(unlisted, 'open'), unitsLeftBehind(unlisted, 'unlisted')]).toEqual([[], ['u']]);
  const again = [...before, swept({ u: 1 }), intended, created, redone];
  expect(unitsLeftBehind(fold(...again), 'open')).toEqual(['u']);
  // What was found before the last start says nothing of it.
  expect(unitsLeftBehind(fold(...again, swept({ u: 1 })), 'open')).toEqual(['u']);
  expect(leftOf(...again, swept({ u: 2 }))).toMatchObject({ taskIds: ['task-1'], sweep: 'cleared' });
  // Of a unit that left nothing there is nothing to keep.
  expect(fold(swept({ other: 0 })).leftBehind.size).toBe(0);
});

test('a task of a lost call can appear for a while', () => {
  const lost = { taskIds: [], hasLostCall: true, atMs: AT_MS, sweep: 'open' } as const;
  expect([isAllToBeSeen(lost, AT_MS + 599_999), isAllToBeSeen(lost, AT_MS + 600_000)]).toEqual([false, true]);
  expect(isAllToBeSeen({ ...lost, hasLostCall: false }, AT_MS)).toBe(true);
});

function swept(cleared: Readonly<Record<string, number>>, unlisted: Readonly<Record<string, number>> = {}): RecordBody {
  return { kind: 'orphans.swept', cleared, unlisted, deleted: [], by: 'a@h' };
}

function fold(...bodies: readonly RecordBody[]): Checkpoint {
  return foldRecords(
    bodies.map((body, index): JournalRecord => ({ seq: index + 1, rid: `${index}`, epoch: 1, t: AT_MS, ...body })),
  );
}

function leftOf(...bodies: readonly RecordBody[]) {
  return fold(...bodies).leftBehind.get('u');
}
