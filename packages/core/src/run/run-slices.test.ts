import { expect, test } from 'vitest';
import { RunWorld } from '../testing/internal/run-world.ts';

const KEYS = Array.from({ length: 600 }, (_, number) => `k${number}`);

test('a large plan is taken over in slices, and its run does the same as one that takes it over at once', async () => {
  const paused = new RunWorld();
  const fixture = paused.plan([{ name: 'sums', target: 'tally', keys: KEYS }]);
  let pauses = 0;
  const result = await paused.run(fixture, {
    pause: async () => {
      pauses += 1;
    },
  });
  const whole = new RunWorld();
  const expected = await whole.run(whole.plan([{ name: 'sums', target: 'tally', keys: KEYS }]));
  expect(result.outcome).toBe('succeeded');
  expect(result.counts).toEqual(expected.counts);
  expect(paused.disk.records.map(({ kind }) => kind)).toEqual(whole.disk.records.map(({ kind }) => kind));
  // Ledger, numbers (three passes) and the three passes of restoring: two pauses each.
  expect(pauses).toBe(14);
});
