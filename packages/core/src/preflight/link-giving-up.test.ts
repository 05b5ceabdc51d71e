import { expect, test } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { linkGivingUp } from './link-giving-up.ts';

const WHY = new Error('stopped');

test('a caller that has stopped before has nothing asked', () => {
  using limit = linkGivingUp({ clock: new VirtualClock(), signal: AbortSignal.abort(WHY) });
  expect(limit.signal.aborted).toBe(true);
  expect(limit.signal.reason).toBe(WHY);
});

test('a caller that stops later ends what is asked', () => {
  const caller = new AbortController();
  using limit = linkGivingUp({ clock: new VirtualClock(), signal: caller.signal });
  expect(limit.signal.aborted).toBe(false);
  caller.abort(WHY);
  expect(limit.signal.reason).toBe(WHY);
});

test('so does the end of the time, which is said', async () => {
  const clock = new VirtualClock();
  using limit = linkGivingUp({ clock, timeLimitMs: 2_000 });
  await clock.runUntil(clock.sleep(1_999, new AbortController().signal));
  expect(limit.signal.aborted).toBe(false);
  await clock.runUntil(clock.sleep(2, new AbortController().signal));
  expect(limit.signal.reason).toMatchObject({ message: 'There was no answer within 2s.' });
});

test('and the end of the preflight', () => {
  const limit = linkGivingUp({ clock: new VirtualClock() });
  limit[Symbol.dispose]();
  expect(limit.signal.aborted).toBe(true);
});
