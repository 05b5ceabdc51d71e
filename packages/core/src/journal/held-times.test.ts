import { expect, test } from 'vitest';
import { CheckpointFold, foldRecords } from './checkpoint.ts';
import type { JournalRecord, RecordBody } from './record.ts';

const HOLDS = { label: 'l', lift: 'c', liftedBy: 'lift', overOnce: 'await', sentBy: 'send' };
const INTENT = { attempt: 1, fingerprint: 'f', operation: 'O', requestDigest: 'd', policy: 'repeatable' } as const;
const pause: RecordBody = { kind: 'step.intent', step: 'u[a.b].pause', ...INTENT, holds: HOLDS };
const send: RecordBody = { kind: 'step.intent', step: 'u[a.b].send', ...INTENT };
const done = (name: string): RecordBody => ({
  kind: 'step.succeeded',
  step: `u[a.b].${name}`,
  attempt: 1,
  fingerprint: 'f',
  outputs: {},
});

function at(t: number, body: RecordBody): JournalRecord {
  return { seq: t, rid: `${t}`, epoch: 1, t, ...body } as JournalRecord;
}

const LIFE = [
  at(1_000, pause),
  at(1_100, done('pause')),
  at(4_000, send),
  at(4_100, done('send')),
  at(9_000, done('await')),
];
const TIMES = { step: 'u[a.b].pause', sent: 'u[a.b].send', ownMs: 3_000, jobMs: 5_000, atMs: 9_000 };

test('how long others waited is known in two parts, once the job has ended', () => {
  expect(foldRecords(LIFE.slice(0, -1)).heldTimes.size).toBe(0);
  expect(foldRecords(LIFE).heldTimes.get('u[a.b]')).toEqual(TIMES);
});

test('what was held anew counts from there', () => {
  const again = [...LIFE.slice(0, 3), at(5_000, pause), at(6_000, send), at(7_000, done('await'))];
  expect(foldRecords(again).heldTimes.get('u[a.b]')).toMatchObject({ ownMs: 1_000, jobMs: 1_000 });
});

test('what ends by itself is not counted beyond that, from when it was renewed last', () => {
  const holds = { ...HOLDS, endsAfterMs: 4_000, renewedBy: 'renew' };
  const first = { ...pause, holds } as RecordBody;
  const renew: RecordBody = { kind: 'step.intent', step: 'u[a.b].renew', ...INTENT };
  const late = [at(1_000, first), at(4_000, send), at(90_000, done('await'))];
  expect(foldRecords(late).heldTimes.get('u[a.b]')).toMatchObject({ ownMs: 3_000, jobMs: 1_000 });
  const renewed = [at(1_000, first), at(3_000, renew), ...late.slice(1)];
  expect(foldRecords(renewed).heldTimes.get('u[a.b]')).toMatchObject({ ownMs: 3_000, jobMs: 3_000 });
  const sentLate = [at(1_000, first), at(8_000, send), at(9_000, done('await'))];
  expect(foldRecords(sentLate).heldTimes.get('u[a.b]')).toMatchObject({ ownMs: 4_000, jobMs: 0 });
});

test('a checkpoint that is continued in between knows it as well', () => {
  const fold = CheckpointFold.from(foldRecords(LIFE.slice(0, 3)));
  for (const record of LIFE.slice(3)) fold.add(record);
  expect(fold.checkpoint().heldTimes.get('u[a.b]')).toEqual(TIMES);
  expect(CheckpointFold.from(fold.checkpoint()).checkpoint().heldTimes.get('u[a.b]')).toEqual(TIMES);
});

test('a unit that is started over has not held anything yet', () => {
  const redone: RecordBody = { kind: 'unit.redone', unit: 'u[a.b]', steps: ['u[a.b].pause'], by: 'a@h', reason: 'r' };
  expect(foldRecords([...LIFE, at(10_000, redone)]).heldTimes.size).toBe(0);
});

test('what a unit still held when it was started over stays known', () => {
  const redone: RecordBody = { kind: 'unit.redone', unit: 'u[a.b]', steps: ['u[a.b].pause'], by: 'a@h', reason: 'r' };
  const held = [{ step: 'u[a.b].pause', label: 'l', lift: 'c', atMs: 1_100 }];
  const left = (...records: readonly JournalRecord[]) => foldRecords(records).leftBehind.get('u[a.b]')?.holds;
  expect(left(...LIFE.slice(0, 2), at(2_000, redone))).toEqual(held);
  expect(left(...LIFE, at(10_000, redone))).toBeUndefined();
});
