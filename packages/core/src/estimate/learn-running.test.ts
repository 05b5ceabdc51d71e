import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRecords } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { LearnedDurations } from './learn-durations.ts';
import { learnRunning } from './learn-running.ts';

const WAIT = { providerType: 'fake', poll: 'tasks', goal: 'done' };
const TASK_MS = 60_000;
const LATENCY_MS = 500;

/** A run of ten equal tasks, two at a time, and what it teaches after a part of its records. */
async function learnedAfter(
  part: number,
  more: { before?: LearnedDurations; progress?: number; setBackMs?: number } = {},
) {
  const world = new RunWorld({ taskDurationMs: TASK_MS, latencyMs: LATENCY_MS });
  const keys = Array.from({ length: 10 }, (_, index) => `${index}`);
  const fixture = world.plan([{ name: 'copies', target: 'copy', keys }], { limits: { active: 2 } });
  await world.run(fixture);
  const all = world.disk.records.slice(0, Math.ceil(world.disk.records.length * part));
  const records = more.setBackMs === undefined ? all : resumedAfter(all, more.setBackMs);
  const { registry } = world;
  const nowMs = (records.at(-1)?.t ?? 0) + 20_000;
  const underWay = { nowMs, progressOf: () => more.progress };
  return learnRunning({ ...fixture, registry, checkpoint: foldRecords(records), underWay, before: more.before })
    .longest;
}

/** The same records, as if a first run had ended amid the first tasks, and the clock had been set back then. */
function resumedAfter(records: readonly JournalRecord[], setBackMs: number): readonly JournalRecord[] {
  const cut = records.findIndex(({ kind }, index) => kind === 'step.succeeded' && records[index + 1]?.kind === kind);
  const [started] = records;
  if (started === undefined) return records;
  const earlier = records.slice(0, cut).map((record) => ({ ...record, t: record.t + setBackMs }));
  return [...earlier, { ...started, t: records[cut]?.t ?? 0 }, ...records.slice(cut)];
}

describe('what a run that is going on teaches', () => {
  it('is how long its tasks took, without the time until a poll showed it', async () => {
    const { p50Ms = 0, p90Ms = 0, isWithoutPolls } = (await learnedAfter(0.6)).wait(WAIT) ?? {};
    expect(isWithoutPolls).toBe(true);
    for (const ms of [p50Ms, p90Ms]) expect(Math.abs(ms - TASK_MS)).toBeLessThan(TASK_MS * 0.15);
  });

  it('is the same of equal tasks, however long it took to find each of them', async () => {
    const latencies = fc.integer({ min: 20, max: 3_000 });
    await fc.assert(
      fc.asyncProperty(latencies, fc.integer({ min: 1, max: 4 }), async (latencyMs, inFlight) => {
        const world = new RunWorld({ taskDurationMs: TASK_MS, latencyMs });
        const keys = Array.from({ length: 18 }, (_, index) => `${index}`);
        const limits = { active: 6, in_flight: inFlight };
        const fixture = world.plan([{ name: 'copies', target: 'found', keys }], { limits });
        await world.run(fixture);
        const { registry } = world;
        const checkpoint = foldRecords(world.disk.records);
        const underWay = { nowMs: world.clock.now() };
        const known = learnRunning({ ...fixture, registry, checkpoint, underWay, before: undefined });
        const [shortest, longest] = [known.shortest.wait(WAIT), known.longest.wait(WAIT)];
        // Where in its call the vendor began a task is not known.
        expect(shortest?.p50Ms).toBeLessThan(TASK_MS + latencyMs);
        expect(longest?.p50Ms).toBeGreaterThan(TASK_MS - latencyMs);
        const apartMs = (longest?.p90Ms ?? Infinity) - (shortest?.p50Ms ?? 0);
        expect(apartMs).toBeLessThan(TASK_MS * 0.2);
      }),
      { numRuns: 20 },
    );
  });

  it('is nothing of waits that began before the clock was set back', async () => {
    for (const part of [0.3, 0.4, 0.5, 0.6, 0.7]) {
      const { p50Ms = TASK_MS, p90Ms = TASK_MS } =
        (await learnedAfter(part, { setBackMs: 86_400_000 })).wait(WAIT) ?? {};
      for (const ms of [p50Ms, p90Ms]) expect(Math.abs(ms - TASK_MS)).toBeLessThan(TASK_MS * 0.25);
    }
  });

  it('is how long its calls took', async () => {
    const { p50Ms = 0 } = (await learnedAfter(1)).call('fake') ?? {};
    expect(Math.abs(p50Ms - LATENCY_MS)).toBeLessThan(LATENCY_MS * 0.2);
  });

  it('is nothing before the first task has ended, unless its vendor says how far the tasks are', async () => {
    expect((await learnedAfter(0.15)).wait(WAIT)).toBeUndefined();
    const { p50Ms = 0 } = (await learnedAfter(0.15, { progress: 0.25 })).wait(WAIT) ?? {};
    expect(Math.abs(p50Ms - 4 * 20_000)).toBeLessThan(4_000);
  });

  it('outweighs what an earlier run showed once it has shown as much', async () => {
    const spread = { p50Ms: 900_000, p90Ms: 900_000, observations: 50 };
    const before: LearnedDurations = { wait: () => spread, call: () => undefined, slice: () => undefined };
    expect((await learnedAfter(0.25, { before })).wait(WAIT)).toBe(spread);
    expect((await learnedAfter(1, { before })).wait(WAIT)?.p50Ms).toBeLessThan(2 * TASK_MS);
  });
});
