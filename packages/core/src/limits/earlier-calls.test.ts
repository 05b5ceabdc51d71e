import { expect, test } from 'vitest';
import { type Checkpoint, EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { earlierCalls } from './earlier-calls.ts';

const clock = new VirtualClock();
const after = (agoMs: number, ended: object | undefined): Checkpoint =>
  ({
    ...EMPTY_CHECKPOINT,
    lastRecordAtMs: clock.now() - agoMs,
    lastRun: { started: {}, ended },
  }) as unknown as Checkpoint;

test.each([
  ['no run before', EMPTY_CHECKPOINT, 'none'],
  ['a run that was cut off long ago', after(9_000_000, undefined), 'until-now'],
  ['a run that ended a moment ago', after(1_000, {}), 'until-now'],
  ['a run that ended after now, by another clock', after(-1_000, {}), 'until-now'],
  ['a run that ended longer ago than clocks differ', after(15_000, {}), { answeredAgoMs: 10_000 }],
])('after %s', (_what, checkpoint, expected) => {
  expect(earlierCalls(checkpoint, clock, false)).toEqual(expected);
});

test('that a unit is redone was decided without a call; any other decision may have come after one', () => {
  const began = clock.now() - 60_000;
  const record = (body: object, agoMs: number, seq: number) =>
    ({ seq, t: clock.now() - agoMs, ...body }) as JournalRecord;
  const ended = [
    record({ kind: 'run.started', run: 'run-1' }, clock.now() - began, 1),
    record({ kind: 'run.ended', run: 'run-1', outcome: 'succeeded' }, 15_000, 2),
  ];
  const redone = record({ kind: 'unit.redone', unit: 'a', steps: [] }, 0, 3);
  expect(earlierCalls(foldRecords(ended), clock, true)).toEqual({ answeredAgoMs: 10_000 });
  expect(earlierCalls(foldRecords([...ended, redone]), clock, true)).toEqual({ answeredAgoMs: 10_000 });
  const decided = record({ kind: 'unit.decided', unit: 'a', decision: 'skipped' }, 7_000, 3);
  expect(earlierCalls(foldRecords([...ended, decided]), clock, true)).toEqual({ answeredAgoMs: 2_000 });
  expect(earlierCalls(foldRecords([...ended, { ...decided, t: clock.now() }]), clock, true)).toBe('until-now');
  // Another run that was cut off.
  const again = record({ kind: 'run.started', run: 'run-2' }, 9_000, 4);
  expect(earlierCalls(foldRecords([...ended, again]), clock, true)).toBe('until-now');
});

test('a state that was there before and knows of no run may have lost it', () => {
  expect(earlierCalls(EMPTY_CHECKPOINT, clock, true)).toBe('until-now');
  expect(earlierCalls(after(60_001, {}), clock, true)).toEqual({ answeredAgoMs: 55_001 });
});
