import { describe, expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import type { ApplyOptions } from '../run/apply-options.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { findElsewhere } from './find-elsewhere.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };
const ELSEWHERE = { status: 'failed', failure: { code: 'RUN_TASK_ELSEWHERE' } };

/** One unit whose task was made in region one; region two is another vendor, which knows nothing of it. */
async function movedAway() {
  const world = new RunWorld({ taskDurationMs: 3_600_000 });
  const two = new FakeVendor(world.clock, { taskDurationMs: 3_600_000 });
  const fixture = world.plan([{ name: 'm', target: 'move', timeoutMs: 7_200_000 }]);
  const places = { one: at('one', world.vendor), two: at('two', two) };
  expect((await world.run(fixture, { ...places.one, maxRuntimeMs: 60_000 })).outcome).toBe('stopped');
  return { world, fixture, two, places };
}

function at(region: string, vendor: FakeVendor, change: Partial<Provider> = {}): Partial<ApplyOptions> {
  const provider: Provider = { ...createFakeProvider(vendor), ...change, connectionOf: () => ({ region }) };
  return { registry: createRegistry([provider]), keepChanged: true };
}

describe('a task that was made where its connection does not lead any more', () => {
  it('ends its wait at the first look, which says where it was made, and keeps its place', async () => {
    const { world, fixture, two, places } = await movedAway();
    const before = world.clock.monotonicMs();
    const result = await world.run(fixture, places.two);
    expect(result.units[0]).toMatchObject(ELSEWHERE);
    expect(result.units[0]?.failure?.message).toBe(
      'The remote task task-1 was created through it where region was one. Where it leads now (region is two) nothing of that id is known.',
    );
    expect(result.units[0]?.failure?.movedFrom).toEqual([
      { provider: 'it', what: 'region', before: 'one', after: 'two' },
    ]);
    expect(world.clock.monotonicMs() - before).toBeLessThan(10_000);
    expect([two.tasks, result.counts.remoteTasks]).toEqual([[], 1]);
    // A retry without going back finds the same, and at once.
    expect((await world.run(fixture, { ...places.two, retryFailed: true })).units[0]).toMatchObject(ELSEWHERE);
  });

  it('is waited for again where it is known, and nothing is created twice', async () => {
    const { world, fixture, two, places } = await movedAway();
    await world.run(fixture, places.two);
    const back = await world.run(fixture, { ...places.one, retryFailed: true });
    expect([back.outcome, world.vendor.tasks.length, two.tasks.length]).toEqual(['succeeded', 1, 0]);
  });

  it('is made once more at the new place when its unit is started over', async () => {
    const { world, fixture, two, places } = await movedAway();
    await world.run(fixture, places.two);
    const store = openMemoryStore(world.disk);
    const decisions = [{ kind: 'redo', unit: 'm', reason: 'it moved' }] as const;
    await recordDecisions(decisions, { graph: fixture.graph, store, clock: world.clock, owner: OWNER });
    const again = await world.run(fixture, places.two);
    expect([again.outcome, world.vendor.tasks.length, two.tasks.length]).toEqual(['succeeded', 1, 1]);
  });

  it('is the reason too where the new place refuses the look because it has nothing of that kind', async () => {
    const { world, fixture, two } = await movedAway();
    const { polls } = createFakeProvider(two);
    const tasks = { ...polls['tasks'], read: () => Promise.reject(NOT_FOUND) } as NonNullable<(typeof polls)[string]>;
    const result = await world.run(fixture, at('two', two, { polls: { tasks } }));
    expect(result.units[0]).toMatchObject(ELSEWHERE);
  });

  it('is waited for as ever where the new place shows it: two names of one place', async () => {
    const { world, fixture } = await movedAway();
    expect((await world.run(fixture, at('alias', world.vendor))).outcome).toBe('succeeded');
  });
});

it('knows nothing of where effects were made in a journal without connections', async () => {
  const { world, fixture, places } = await movedAway();
  await world.run(fixture, places.two);
  const records = world.disk.records.map((record) => {
    if (record.kind !== 'run.started') return record;
    const { connections: _connections, ...older } = record;
    return older;
  });
  const [unit] = fixture.graph.units;
  const places_ = (checkpoint: ReturnType<typeof foldRecords>) =>
    findElsewhere(unit ?? { steps: [] }, { step: (address) => checkpoint.steps.get(address), runs: checkpoint.runs });
  expect(places_(foldRecords(world.disk.records))).toHaveLength(1);
  expect(places_(foldRecords(records))).toEqual([]);
});

const NOT_FOUND = new ProviderError('no such instance', { vendorCode: 'NotFound', class: 'not-found', effect: 'none' });
