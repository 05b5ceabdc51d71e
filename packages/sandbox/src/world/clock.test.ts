import { expect, test } from 'vitest';
import { createFixedClock, createRealClock, createVirtualClock } from './clock.ts';

test('a virtual clock calls back in order of time, at the time that was asked for', () => {
  const clock = createVirtualClock(1_000);
  const calls: [string, number][] = [];
  const note = (name: string) => () => void calls.push([name, clock.now()]);
  clock.setTimer(note('late'), 20);
  clock.setTimer(() => {
    note('early')();
    clock.setTimer(note('nested'), 5);
  }, 10);
  clock.setTimer(note('cancelled'), 15)();
  clock.setTimer(note('beyond'), 31);
  clock.advance(30);
  expect(calls).toEqual([
    ['early', 1_010],
    ['nested', 1_015],
    ['late', 1_020],
  ]);
  expect(clock.now()).toBe(1_030);
  expect(() => clock.advance(-1)).toThrow(RangeError);
});

test('a fixed clock stands still, and a real one does not go back', () => {
  expect(createFixedClock(5).now()).toBe(5);
  const real = createRealClock();
  const before = real.now();
  expect(real.now()).toBeGreaterThanOrEqual(before);
});
