import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import { explainStep } from '../explain/explain-step.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import { compareEdit } from '../preview/compare-edit.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';
import { impliedSteps } from './implied-steps.ts';
import { recordedStatuses } from './recorded-statuses.ts';

/** `moved` is `move` with a step of own work before the task is deleted. */
const planned = (world: RunWorld, target: string, more: object = {}): PlanFixture =>
  world.plan([{ name: 'one', target, with: { name: 'one' }, ...more }], { digest: target });

function impliedIn({ graph }: PlanFixture, records: Parameters<typeof foldRecords>[0]): readonly string[] {
  const { steps } = foldRecords(records);
  return graph.units.flatMap((unit) =>
    [...impliedSteps(unit, recordedStatuses(unit, steps))].map((place) => unit.steps[place]?.address ?? ''),
  );
}

describe('a step that is new before done ones', () => {
  it('is not done on what was finished without it, wherever the first run ended', async () => {
    const seen = { implied: 0, done: 0 };
    const run = async (maxRuntimeMs: number): Promise<void> => {
      const world = new RunWorld({ taskDurationMs: 1_000, latencyMs: 50 });
      const [before, after] = [planned(world, 'move'), planned(world, 'moved')];
      await world.run(before, { maxRuntimeMs });
      const wasDeleted = foldRecords(world.disk.records).steps.get('one.delete')?.status === 'succeeded';
      expect(impliedIn(after, world.disk.records)).toEqual(wasDeleted ? ['one.tally'] : []);

      expect((await world.run(after, { keepChanged: true })).outcome).toBe('succeeded');
      expect(world.vendor.data.slices.length).toBe(wasDeleted ? 0 : 3);
      const checkpoint = foldRecords(world.disk.records);
      const { counts } = computeStanding(after.graph, checkpoint, false);
      expect([counts.units.succeeded, counts.steps.done, counts.remoteTasks]).toEqual([1, 4, 0]);
      seen[wasDeleted ? 'implied' : 'done'] += 1;
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), run), { numRuns: 60 });
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  });

  it('is named as such by what explains it and by the comparison with the plan', async () => {
    const world = new RunWorld();
    const [before, after] = [planned(world, 'move'), planned(world, 'moved')];
    await world.run(before);
    for (const isKept of [false, true]) {
      if (isKept) await world.run(after, { keepChanged: true });
      const checkpoint = foldRecords(world.disk.records);
      const standing = computeStanding(after.graph, checkpoint, false);
      const sources = { ...after, registry: world.registry, checkpoint, standing };
      expect(explainStep('one.tally', sources).reasons).toMatchObject([
        {
          status: 'succeeded',
          detail: expect.stringContaining('without a record: one.delete, which comes after it, is done') as unknown,
        },
      ]);
      expect(compareEdit(after.graph, after.plan.digest, checkpoint)?.implied).toEqual(['one.tally']);
    }
  });

  it('is done again with its unit', async () => {
    const world = new RunWorld();
    const [before, after] = [planned(world, 'move'), planned(world, 'moved')];
    await world.run(before);
    const sources = {
      graph: after.graph,
      store: openMemoryStore(world.disk),
      clock: world.clock,
      owner: { host: 'host', pid: 1, user: 'tester' },
    };
    await recordDecisions([{ kind: 'redo', unit: 'one', reason: 'anew' }], sources);
    expect((await world.run(after, { keepChanged: true })).outcome).toBe('succeeded');
    expect(world.vendor.data.slices.length).toBe(3);
  });
});

it('no step is implied by what the plan has done itself, after any record', async () => {
  const drawn = fc.record({
    targets: fc.array(fc.constantFrom('move', 'moved', 'watched', 'recounted', 'judged', 'gated'), {
      minLength: 1,
      maxLength: 5,
    }),
    failing: fc.array(fc.nat(4)),
    maxRuntimeMs: fc.integer({ min: 1, max: 20_000 }),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ targets, failing, maxRuntimeMs }) => {
      const world = new RunWorld({ taskDurationMs: 2_000, latencyMs: 20 });
      const plan = world.plan(
        targets.map((target, index) => ({ name: `u${index}`, target, with: { name: `u${index}` } })),
      );
      for (const unit of failing) world.vendor.failing.add(`u${unit}`);
      await world.run(plan, { maxRuntimeMs });
      world.vendor.failing.clear();
      await world.run(plan, { retryFailed: true });
      for (const length of world.disk.records.keys())
        expect(impliedIn(plan, world.disk.records.slice(0, length + 1))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
