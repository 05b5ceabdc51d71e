import { expect, test } from 'vitest';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { mayHaveJustCalled } from './may-have-just-called.ts';

const clock = new VirtualClock();
const after = (agoMs: number, ended: object | undefined): Checkpoint =>
  ({
    ...EMPTY_CHECKPOINT,
    lastRecordAtMs: clock.now() - agoMs,
    lastRun: { started: {}, ended },
  }) as unknown as Checkpoint;

test.each([
  ['no run before', EMPTY_CHECKPOINT, false],
  ['a run that was cut off long ago', after(9_000_000, undefined), true],
  ['a run that ended a moment ago', after(1_000, {}), true],
  ['a run that ended more than a minute ago', after(60_001, {}), false],
])('after %s', (_what, checkpoint, expected) => {
  expect(mayHaveJustCalled(checkpoint, clock, false)).toBe(expected);
});

test('a state that was there before and knows of no run may have lost it', () => {
  expect(mayHaveJustCalled(EMPTY_CHECKPOINT, clock, true)).toBe(true);
  expect(mayHaveJustCalled(after(60_001, {}), clock, true)).toBe(false);
});
