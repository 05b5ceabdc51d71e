import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventJobs } from './event-jobs.ts';
import { EventQueue } from './event-queue.ts';

it('does every slice once, ends each job once, and never lets more slices use a connection than it has places', () => {
  const job = fc.record({
    connections: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
    slicesMs: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.array(job, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (drawn, places) => {
      const events = new EventQueue();
      const jobs = new EventJobs(events, () => places);
      const ended = drawn.map(() => 0);
      for (const [index, one] of drawn.entries()) {
        const onEnded = (): void => {
          ended[index] = (ended[index] ?? 0) + 1;
        };
        jobs.add({ ...one, onStarted: () => {}, onEnded });
      }
      while (events.step());
      expect(ended).toEqual(drawn.map(() => 1));
      const workMs = (alias: 'a' | 'b'): number =>
        drawn
          .filter(({ connections }) => connections.includes(alias))
          .flatMap(({ slicesMs }) => slicesMs)
          .reduce((sum, ms) => sum + ms, 0);
      const allMs = drawn.flatMap(({ slicesMs }) => slicesMs).reduce((sum, ms) => sum + ms, 0);
      expect(events.nowMs).toBeGreaterThanOrEqual(Math.max(workMs('a'), workMs('b')) / places);
      expect(events.nowMs).toBeLessThanOrEqual(allMs);
    }),
  );
});

it('keeps all places taken while there are slices', () => {
  const events = new EventQueue();
  const jobs = new EventJobs(events, () => 2);
  const job = { connections: ['a'], slicesMs: [10, 10, 10], onStarted: () => {}, onEnded: () => {} };
  jobs.add(job);
  jobs.add({ ...job, slicesMs: [10] });
  while (events.step());
  expect(events.nowMs).toBe(20);
});
