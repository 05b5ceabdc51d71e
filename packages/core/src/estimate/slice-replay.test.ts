import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RunWorld } from '../testing/internal/run-world.ts';
import { estimateSchedule } from './estimate-schedule.ts';
import { EventQueue } from './event-queue.ts';
import { learnDurations } from './learn-durations.ts';
import { SliceReplay } from './slice-replay.ts';

const TALLY = { providerType: 'fake', job: 'tally' };

it('tells how long each slice took from when others were done', () => {
  const job = fc.record({
    connections: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
    // Different lengths, so that no two slices are taken for each other.
    slicesMs: fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.array(job, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 3 }), (drawn, places) => {
      const replay = new SliceReplay(() => places);
      for (const [index, { connections, slicesMs }] of drawn.entries())
        replay.planned(`s${index}`, slicesMs.map(String), connections, 0);
      for (const { step, slice, endMs } of runOf(drawn, places))
        expect(replay.done(step, slice, endMs)).toBe(Number(slice));
    }),
  );
});

it('tells nothing of slices that an earlier run left, and of those after them again', () => {
  const replay = new SliceReplay(() => 1);
  replay.planned('s', ['1', '2', '3'], ['a'], 0);
  expect(replay.done('s', '1', 10)).toBe(10);
  replay.runStarted();
  expect([replay.done('s', '2', 500), replay.done('s', '3', 530)]).toEqual([undefined, 30]);
  expect(replay.done('s', '3', 540)).toBeUndefined();
});

it.each([1, 2, 4])('is how a run with %d places learns its slices, for the next estimate', async (slices) => {
  const world = new RunWorld();
  const migrations = [{ name: 'sums', target: 'tally', keys: ['a', 'b'], with: { slices: 6 } }];
  const fixture = world.plan(migrations, { limits: { slices } });
  world.vendor.data.sliceMs = 90_000;
  expect((await world.run(fixture)).outcome).toBe('succeeded');
  const from = { ...fixture, registry: world.registry };
  const learned = learnDurations(world.disk.records, from);
  expect(learned.slice(TALLY)).toMatchObject({ observations: 12 });
  expect(Math.abs((learned.slice(TALLY)?.p50Ms ?? 0) - 90_000)).toBeLessThan(1_000);
  expect(learned.slice({ ...TALLY, job: 'other' })).toBeUndefined();
  const schedule = estimateSchedule({ ...from, learned })?.schedule;
  expect(schedule?.durations).toMatchObject([{ basis: 'computed', source: '12 earlier slices' }]);
  const tookMs = (world.events.at(-1)?.at ?? 0) - (world.events[0]?.at ?? 0);
  expect(Math.abs((schedule?.p50_ms ?? 0) - tookMs)).toBeLessThan(tookMs * 0.05);
});

interface Drawn {
  readonly connections: readonly string[];
  readonly slicesMs: readonly number[];
}

/** Ends of slices in the order in which an event queue with so many places gives them. */
function runOf(drawn: readonly Drawn[], places: number) {
  const ends: { step: string; slice: string; endMs: number }[] = [];
  const taken = new Map<string, number>();
  const take = (connections: readonly string[], by: 1 | -1): void => {
    for (const alias of connections) taken.set(alias, (taken.get(alias) ?? 0) + by);
  };
  const events = new EventQueue();
  const rest = drawn.map(({ slicesMs }) => [...slicesMs]);
  const inHand = drawn.map(() => 0);
  const queue = new Set<{ readonly index: number; readonly tookMs: number }>();
  const fill = (index: number): void => {
    for (; (inHand[index] ?? 0) < 2 * places; inHand[index] = (inHand[index] ?? 0) + 1) {
      const tookMs = rest[index]?.shift();
      if (tookMs === undefined) return;
      queue.add({ index, tookMs });
    }
  };
  const begin = (): void => {
    for (const queued of queue) {
      const { index, tookMs } = queued;
      const connections = drawn[index]?.connections ?? [];
      if (connections.some((alias) => (taken.get(alias) ?? 0) >= places)) continue;
      queue.delete(queued);
      take(connections, 1);
      events.at(events.nowMs + tookMs, () => {
        take(connections, -1);
        ends.push({ step: `s${index}`, slice: String(tookMs), endMs: events.nowMs });
        begin();
        inHand[index] = (inHand[index] ?? 0) - 1;
        fill(index);
        begin();
      });
    }
  };
  for (const index of drawn.keys()) {
    fill(index);
    begin();
  }
  while (events.step());
  return ends;
}
