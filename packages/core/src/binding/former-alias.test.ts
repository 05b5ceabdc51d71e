import { expect, test } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture } from '../testing/plan-fixture.ts';

const MOVE: MigrationFixture = { name: 'm', target: 'move', with: { name: 'a' } };
const IDLE: MigrationFixture = { name: 'idle', target: 'copy', provider: 'other', with: { name: 'b' } };

/** A unit whose task runs at `it`; `other` is another account. */
async function begun() {
  const world = new RunWorld({ others: ['other', 'third'], taskDurationMs: 3_600_000 });
  const plan = (migrations: readonly MigrationFixture[], digest: string, aliases = ['other']) =>
    world.plan(migrations, { digest, others: Object.fromEntries(aliases.map((alias) => [alias, {}])) });
  // So that no task of one account has the id of one of the other.
  world.vendor.tasks.push({ id: 'task-1', name: 'older', createdAtMs: 0 });
  await world.run(plan([MOVE, IDLE], 'digest-1'), { maxRuntimeMs: 60_000 });
  expect(world.vendor.tasks).toHaveLength(2);
  return { world, plan, other: world.others.get('other') };
}

test('a begun unit that uses another connection is refused, and nothing is sent or written', async () => {
  const { world, plan, other } = await begun();
  const [calls, records] = [other?.calls.length, world.disk.records.length];
  const moved = plan([{ ...MOVE, provider: 'other' }, IDLE], 'digest-2');
  await expect(world.run(moved)).rejects.toMatchObject({
    code: 'RUN_PLAN_CHANGED',
    comparison: { changed: ['m.create'] },
  });
  expect([other?.calls.length, world.disk.records.length]).toEqual([calls, records]);
});

test('so is one that uses a connection which the plan did not have, while its own is used still', async () => {
  const { world, plan } = await begun();
  const moved = plan(
    [
      { ...MOVE, provider: 'third' },
      { ...IDLE, provider: 'it' },
    ],
    'digest-2',
    ['other', 'third'],
  );
  await expect(world.run(moved)).rejects.toMatchObject({ code: 'RUN_PLAN_CHANGED' });
});

test('undone, it resumes; kept, its wait ends and says where the task is, is not asked for again, and goes back', async () => {
  const { world, plan, other } = await begun();
  const moved = plan([{ ...MOVE, provider: 'other' }, IDLE], 'digest-2');
  const kept = await world.run(moved, { keepChanged: true });
  expect(kept.units.find(({ address }) => address === 'm')).toMatchObject({
    status: 'failed',
    failure: {
      code: 'RUN_TASK_ELSEWHERE',
      message:
        'The remote task task-2 was created through it. Its migration uses other now, where nothing of that id is known.',
    },
  });
  expect((await world.run(moved, { retryFailed: true })).outcome).toBe('failed');
  expect(other?.tasks.map(({ name }) => name)).toEqual(['b']);
  const back = await world.run(plan([MOVE, IDLE], 'digest-3'), { retryFailed: true });
  expect([back.outcome, world.vendor.tasks.length]).toEqual(['succeeded', 2]);
});

test('started over, it is made at the new place', async () => {
  const { world, plan, other } = await begun();
  const { graph, ...moved } = plan([{ ...MOVE, provider: 'other' }, IDLE], 'digest-2');
  const owner = { host: 'host', pid: 1, user: 'tester' };
  const store = openMemoryStore(world.disk);
  await recordDecisions([{ kind: 'redo', unit: 'm', reason: 'it moved' }], { graph, store, clock: world.clock, owner });
  expect((await world.run({ graph, ...moved })).outcome).toBe('succeeded');
  expect(other?.tasks.map(({ name }) => name).toSorted()).toEqual(['a', 'b']);
});

test('an alias that is renamed is the same connection', async () => {
  const world = new RunWorld({ taskDurationMs: 3_600_000 });
  await world.run(world.plan([MOVE]), { maxRuntimeMs: 60_000 });
  const renamed = world.plan([{ ...MOVE, provider: 'main' }], { digest: 'digest-2', others: { main: {} } });
  expect((await world.run(renamed)).outcome).toBe('succeeded');
  expect(world.vendor.tasks).toHaveLength(1);
});

test('so is own work: what its slices did is known where it was begun', async () => {
  const world = new RunWorld({ others: ['other'] });
  const plan = (provider: string, digest: string) => {
    const work = { name: 'm', target: 'tally', provider, with: { slices: 2 } };
    return world.plan([work, { name: 'stays', target: 'copy' }, IDLE], { digest, others: { other: {} } });
  };
  expect((await world.run(plan('it', 'digest-1'))).outcome).toBe('succeeded');
  await expect(world.run(plan('other', 'digest-2'))).rejects.toMatchObject({
    code: 'RUN_PLAN_CHANGED',
    comparison: { changed: ['m.tally'] },
  });
});
