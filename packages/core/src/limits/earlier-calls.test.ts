import { expect, test } from 'vitest';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
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

test('a state that was there before and knows of no run may have lost it', () => {
  expect(earlierCalls(EMPTY_CHECKPOINT, clock, true)).toBe('until-now');
  expect(earlierCalls(after(60_001, {}), clock, true)).toEqual({ answeredAgoMs: 55_001 });
});
