import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import type { RunEvent } from '../events/event.ts';
import { explainStep } from '../explain/explain-step.ts';
import { findHeldPlaces } from '../explain/find-held-places.ts';
import { foldRecords } from '../journal/checkpoint.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import { orphanPlaces } from '../progress/running-orphans.ts';
import { computeStanding } from '../standing/standing.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';

const OWNER = { host: 'host', pid: 1, user: 'tester' };

/** Two units and one place; the task of the first one outlasts its timeout. */
async function timedOut(limits: { active?: number; activePerTarget?: number }) {
  const world = new RunWorld({ taskDurationMs: 600_000 });
  const fixture = world.plan(
    [{ name: 'm', target: 'move', keys: ['a', 'b'], timeoutMs: 60_000, with: { target: 'shared' } }],
    { limits },
  );
  const { result } = { result: await world.run(fixture) };
  return { world, fixture, result };
}

async function decide(world: RunWorld, { graph }: PlanFixture, kind: 'skip' | 'accept' | 'retry'): Promise<void> {
  await recordDecisions([{ kind, unit: 'm[a]', reason: 'looked at it' }], {
    graph,
    store: openMemoryStore(world.disk),
    clock: world.clock,
    owner: OWNER,
  });
}

describe.each([
  ['active', { active: 1 }],
  ['active_per_target', { activePerTarget: 1 }],
])('a unit that fails while its task runs keeps its place of %s', (name, limits) => {
  test('the run ends and says whose place the other unit waits for; so does the next one, and why', async () => {
    const { world, fixture, result } = await timedOut(limits);
    const statuses = result.units.map(({ status }) => status);
    expect([statuses, result.outcome, result.heldPlaces]).toEqual([['failed', 'pending'], 'failed', ['m[a]']]);
    expect([world.vendor.tasks.length, result.counts.remoteTasks]).toEqual([1, 1]);
    const again = await world.run(fixture);
    expect([again.heldPlaces, world.vendor.tasks.length]).toEqual([['m[a]'], 1]);
    const checkpoint = foldRecords(world.disk.records);
    expect(checkpoint.lastRun?.ended?.heldPlaces).toEqual(['m[a]']);
    const standing = computeStanding(fixture.graph, checkpoint, false);
    const { reasons } = explainStep('m[b].create', { ...fixture, registry: world.registry, checkpoint, standing });
    expect(reasons[0]).toMatchObject({ hold: name.replaceAll('_', '-') });
    expect(reasons[0]?.detail).toContain('1 place is held by the task of a failed unit (m[a])');
    expect(reasons.at(-1)).toMatchObject({ step: 'm[a].await', status: 'failed', remedy: 'retry' });
  });

  test('it is free when the task was seen to end', async () => {
    const { world, fixture } = await timedOut(limits);
    await world.clock.advance(600_000);
    const result = await world.run(fixture, { retryFailed: true });
    expect(world.vendor.tasks.map((task) => task.name)).toEqual(['m[a]', 'm[b]']);
    expect(result.units[0]?.status).toBe('succeeded');
  });

  test.each(['skip', 'accept'] as const)('it is free when an operator decides: %s', async (kind) => {
    const { world, fixture } = await timedOut(limits);
    await decide(world, fixture, kind);
    const result = await world.run(fixture);
    expect(world.vendor.tasks.map((task) => task.name)).toEqual(['m[a]', 'm[b]']);
    expect(result.heldPlaces).toEqual([]);
  });
});

test('a task that ended badly, and a create that was refused, hold no place', async () => {
  const world = new RunWorld();
  world.vendor.failing.add('m[a]');
  world.vendor.fault = ({ arguments: args }) => (args['name'] === 'm[b]' ? 'fatal' : 'none');
  const fixture = world.plan([{ name: 'm', target: 'move', keys: ['a', 'b', 'c'] }], { limits: { active: 1 } });
  const result = await world.run(fixture);
  expect(result.units.map(({ status }) => status)).toEqual(['failed', 'failed', 'succeeded']);
  expect(result.heldPlaces).toEqual([]);
});

test('a unit whose ended task is retried has its place again, whoever asked for the retry', async () => {
  for (const how of ['with the run', 'beforehand'] as const) {
    const world = new RunWorld({ taskDurationMs: 60_000 });
    world.vendor.failing.add('m[a]');
    const fixture = world.plan([{ name: 'm', target: 'move', keys: ['a', 'b'] }], { limits: { active: 1 } });
    const stopping = new AbortController();
    const onEvent = ({ kind }: RunEvent): void => (kind === 'unit.failed' ? stopping.abort() : undefined);
    await world.run(fixture, { signal: stopping.signal, onEvent });
    expect(world.vendor.tasks.map(({ name }) => name)).toEqual(['m[a]']);
    // At the vendor, the operator has the failed task run again.
    const restartedAtMs = world.clock.now();
    world.vendor.failing.clear();
    world.vendor.tasks.splice(0, 1, { id: 'task-1', name: 'm[a]', createdAtMs: restartedAtMs });
    if (how === 'beforehand') await decide(world, fixture, 'retry');
    const result = await world.run(fixture, { retryFailed: how === 'with the run' });
    expect(result.units.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(world.vendor.tasks[1]?.createdAtMs).toBeGreaterThanOrEqual(restartedAtMs + world.vendor.taskDurationMs);
  }
});

describe('the task of a unit that left the plan', () => {
  const TASK_MS = 60_000;

  /** Stops after a while and continues with other keys; most tasks at once, as the vendor saw it. */
  async function rekeyed(
    before: readonly string[],
    after: readonly string[],
    limits: { active?: number; activePerTarget?: number },
    stopAfterMs: number,
  ) {
    const world = new RunWorld({ taskDurationMs: TASK_MS });
    const plan = (keys: readonly string[], digest: string) =>
      world.plan([{ name: 'm', target: 'copy', keys, with: { target: 'shared' } }], { limits, digest });
    await world.run(plan(before, 'one'), { maxRuntimeMs: stopAfterMs });
    const edited = plan(after, 'two');
    return { world, edited, result: await world.run(edited) };
  }

  function mostAtOnce({ vendor: { tasks } }: RunWorld): number {
    const starts = tasks.map(({ createdAtMs }) => createdAtMs);
    return Math.max(0, ...starts.map((at) => starts.filter((other) => other <= at && at < other + TASK_MS).length));
  }

  test.each([
    ['active', { active: 2 }],
    ['active_per_target', { activePerTarget: 2 }],
  ])('keeps its place of %s, whatever is added in its stead', async (_name, limits) => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(keys, keys, fc.integer({ min: 1, max: 2 * TASK_MS }), async (before, after, stopAfterMs) => {
        const { world, result } = await rekeyed(before, after, limits, stopAfterMs);
        expect(mostAtOnce(world)).toBeLessThanOrEqual(2);
        // Those of the plan end, unless what left it keeps both places.
        const open = result.units.filter(({ status }) => status !== 'succeeded').map(({ address }) => address);
        const held = result.heldPlaces.filter((unit) => !after.some((key) => unit === `m[${key}]`));
        expect(open.length > 0).toBe(held.length === 2);
      }),
      { numRuns: 40 },
    );
  });

  test('holds up others until it is given up, which status and the end of a run say', async () => {
    const { world, edited, result } = await rekeyed(['a', 'b'], ['c'], { active: 2 }, 10_000);
    expect([result.outcome, result.heldPlaces]).toEqual(['stopped', ['m[a]', 'm[b]']]);
    const checkpoint = foldRecords(world.disk.records);
    const standing = computeStanding(edited.graph, checkpoint, false);
    const sources = { ...edited, registry: world.registry, checkpoint, standing };
    const orphans = ['m[a]', 'm[b]'];
    expect(findHeldPlaces(sources)).toEqual({ units: orphans, orphans, isAllThatIsLeft: true });
    const { reasons } = explainStep('m[c].create', sources);
    expect(reasons[0]).toMatchObject({ hold: 'active', orphans });
    expect(reasons[0]?.detail).toContain('2 places are held by tasks of units that left the plan (m[a], m[b])');
    await world.clock.advance(TASK_MS);
    await recordDecisions([{ kind: 'skip', unit: 'm[a]', reason: 'its task has ended' }], {
      graph: edited.graph,
      store: openMemoryStore(world.disk),
      clock: world.clock,
      owner: OWNER,
    });
    const again = await world.run(edited);
    expect([again.outcome, again.heldPlaces]).toEqual(['succeeded', []]);
  });

  test('is waited for again once its unit is put back', async () => {
    const { world } = await rekeyed(['a', 'b'], ['c'], { active: 2 }, 10_000);
    const back = world.plan([{ name: 'm', target: 'copy', keys: ['a', 'b', 'c'], with: { target: 'shared' } }], {
      limits: { active: 2 },
      digest: 'three',
    });
    const result = await world.run(back);
    expect([result.outcome, result.heldPlaces, world.vendor.tasks.length]).toEqual(['succeeded', [], 3]);
  });

  test('of a migration that is gone as a whole nothing is known, and of a unit in the plan nobody may say that it left', async () => {
    const { world, edited } = await rekeyed(['a'], ['a'], { active: 1 }, 10_000);
    const gone = world.plan([{ name: 'other', target: 'copy', keys: ['c'] }], { limits: { active: 1 }, digest: 'two' });
    expect(orphanPlaces(gone.graph, foldRecords(world.disk.records))).toEqual([]);
    expect(orphanPlaces(edited.graph, foldRecords(world.disk.records))).toEqual([]);
  });
});
