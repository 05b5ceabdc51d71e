import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import type { MemoryDisk } from '../journal/memory-store.ts';
import type { RunResult } from '../run/run-result.ts';
import type { FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { SHOP } from '../testing/internal/shop-fixture.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';
import { computeStanding, computeStandingSliced } from './standing.ts';

/** Without the chain: every unit can begin once what it needs is done. */
const PARTS = SHOP.filter(({ name }) => name !== 'sums' && name !== 'end');

interface Ended extends PlanFixture {
  readonly disk: MemoryDisk;
  readonly result: RunResult;
}

async function runWith(fault: FakeVendor['fault'], failing: readonly string[] = []): Promise<Ended> {
  const world = new RunWorld();
  world.vendor.fault = fault;
  for (const name of failing) world.vendor.failing.add(name);
  const fixture = world.plan(PARTS);
  const result = await world.run(fixture);
  return { ...fixture, disk: world.disk, result };
}

describe('where a plan stands', () => {
  test('before anything was done: first steps are ready, the rest is blocked', async () => {
    const { graph } = await runWith(() => 'none');
    const standing = computeStanding(graph, EMPTY_CHECKPOINT);
    expect(standing.step('indices[a].create')).toBe('ready');
    expect(standing.step('indices[a].await')).toBe('blocked');
    expect(standing.unit('reports[p]')).toBe('pending');
  });

  test('is worked out in slices, whose number grows with the plan', () => {
    const slicesOf = (count: number): number => {
      const keys = Array.from({ length: count }, (_, number) => `k${number}`);
      const { graph } = new RunWorld().plan([{ name: 'indices', target: 'move', keys }]);
      const work = computeStandingSliced(graph, EMPTY_CHECKPOINT);
      let slices = 1;
      let turn = work.next();
      for (; turn.done !== true; turn = work.next()) slices += 1;
      const whole = computeStanding(graph, EMPTY_CHECKPOINT);
      expect(turn.value.counts).toEqual(whole.counts);
      for (const { address } of graph.steps) expect(turn.value.step(address)).toBe(whole.step(address));
      return slices;
    };
    const few = slicesOf(500);
    expect(few).toBeGreaterThanOrEqual(10);
    expect(slicesOf(2_000)).toBeGreaterThanOrEqual(3 * few);
  });

  test('after a run ended: what the run itself reported, told from the journal alone', async () => {
    const faults = fc.constantFrom<FakeFault>(
      'none',
      'none',
      'fatal',
      'busy',
      'lost-after-effect',
      'lost-before-effect',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(faults, { maxLength: 12 }),
        fc.subarray(['indices[a]', 'indices[b]', 'sessions[x]']),
        async (script, failing) => {
          let call = 0;
          const { graph, disk, result } = await runWith(() => script[call++] ?? 'none', failing);
          const standing = computeStanding(graph, foldRecords(disk.records));
          for (const { address, status } of result.units)
            expect([address, standing.unit(address)]).toEqual([address, status]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('after a crash anywhere: an effect that was begun is running, and never anything that says it was not', async () => {
    const { graph, disk } = await runWith(() => 'none');
    for (let length = 0; length <= disk.records.length; length += 1) {
      const records = disk.records.slice(0, length);
      const standing = computeStanding(graph, foldRecords(records));
      const last = records.at(-1);
      if (last?.kind === 'step.intent') expect(standing.step(last.step)).toBe('running');
      if (last?.kind === 'step.succeeded') expect(standing.step(last.step)).toBe('succeeded');
    }
  });

  test('after an ordered end: an effect that was begun and has no outcome is unknown', async () => {
    const { graph, disk } = await runWith(() => 'none');
    const intent = disk.records.findIndex(({ kind }) => kind === 'step.intent');
    const [begun, ended] = [disk.records[intent], disk.records.at(-1)];
    if (begun?.kind !== 'step.intent' || ended?.kind !== 'run.ended') throw new Error('the run has both');
    const standing = computeStanding(graph, foldRecords([...disk.records.slice(0, intent + 1), ended]));
    expect(standing.step(begun.step)).toBe('unknown');
  });

  test('a gate that is reached stands at gated, and no other one does', async () => {
    const { graph } = await runWith(() => 'none');
    const { disk } = await runWith(() => 'none', ['sessions[y]']);
    const standing = computeStanding(graph, foldRecords(disk.records));
    expect([standing.step('sessions[x].cutover'), standing.unit('sessions[x]')]).toEqual(['gated', 'gated']);
    expect([standing.step('sessions[y].cutover'), standing.unit('sessions[y]')]).toEqual(['skipped', 'failed']);
  });
});
