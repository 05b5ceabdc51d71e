import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { createRegistry } from '../provider/registry.ts';
import { applyPlan } from '../run/apply-plan.ts';
import type { RunResult } from '../run/run-result.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider, type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { computeStanding } from './standing.ts';

const SHOP: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'sessions', target: 'gated', keys: ['x', 'y'] },
  { name: 'reports', target: 'copy', keys: ['p', 'q'], needs: ['indices[a]'] },
  { name: 'blind', target: 'blind' },
];

interface Ended extends PlanFixture {
  readonly disk: MemoryDisk;
  readonly result: RunResult;
}

async function runWith(fault: FakeVendor['fault'], failing: readonly string[] = []): Promise<Ended> {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock);
  vendor.fault = fault;
  for (const name of failing) vendor.failing.add(name);
  const registry = createRegistry([createFakeProvider(vendor)]);
  const fixture = buildPlanFixture(SHOP, registry);
  const disk = new MemoryDisk('fixture', createSeededRandom(1));
  const run = applyPlan({
    ...fixture,
    registry,
    store: openMemoryStore(disk),
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner: { host: 'host', pid: 1, user: 'tester' },
  });
  return { ...fixture, disk, result: await clock.runUntil(run) };
}

describe('where a plan stands', () => {
  test('before anything was done: first steps are ready, the rest is blocked', async () => {
    const { graph } = await runWith(() => 'none');
    const standing = computeStanding(graph, EMPTY_CHECKPOINT);
    expect(standing.step('indices[a].create')).toBe('ready');
    expect(standing.step('indices[a].await')).toBe('blocked');
    expect(standing.unit('reports[p]')).toBe('pending');
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
