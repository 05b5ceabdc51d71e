import { expect, it } from 'vitest';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { sleepOrStop } from './sleep-or-stop.ts';

it('ends when the time has passed', async () => {
  const clock = new VirtualClock();
  await clock.runUntil(sleepOrStop(clock, 5_000, new AbortController().signal));
  expect(clock.monotonicMs()).toBe(5_000);
});

it('ends at once, and well, when the signal aborts before or amid it', async () => {
  const clock = new VirtualClock();
  await sleepOrStop(clock, 5_000, AbortSignal.abort(new Error('stop')));
  const stop = new AbortController();
  const sleep = sleepOrStop(clock, 5_000, stop.signal);
  stop.abort(new Error('stop'));
  await sleep;
  expect(clock.monotonicMs()).toBe(0);
});

it('passes on what the clock itself throws, also before it gives a promise', async () => {
  const broken = new Error('no timer');
  const { signal } = new AbortController();
  const clock = { now: () => 0, monotonicMs: () => 0 };
  const rejects = { ...clock, sleep: () => Promise.reject(broken) };
  const throws = {
    ...clock,
    sleep: () => {
      throw broken;
    },
  };
  await expect(sleepOrStop(rejects, 1, signal)).rejects.toBe(broken);
  await expect(sleepOrStop(throws, 1, signal)).rejects.toBe(broken);
});
