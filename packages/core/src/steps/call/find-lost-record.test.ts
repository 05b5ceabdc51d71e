import { expect, it } from 'vitest';
import { recordDecisions } from '../../decisions/decide.ts';
import { MemoryDisk, openMemoryStore } from '../../journal/memory-store.ts';
import type { Provider } from '../../provider/provider.ts';
import { createRegistry } from '../../provider/registry.ts';
import type { EarlierEffect, FirstCall } from '../../provider/session.ts';
import { createSeededRandom } from '../../seeded-random.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { RunWorld } from '../../testing/internal/run-world.ts';
import type { MigrationFixture } from '../../testing/plan-fixture.ts';

const UNDECIDED: EarlierEffect = { kind: 'undecided', reason: 'Tasks a and b carry the mark.', foundIds: ['a', 'b'] };

it('adopts a task that proves a lost record, and sends nothing', async () => {
  const { world, calls, run } = worldThatFinds(() => ({
    kind: 'happened',
    response: { id: 'task-0' },
    evidence: 'Task task-0 carries the mark.',
    existingIds: ['other'],
  }));
  world.vendor.tasks.push({ id: 'task-0', name: 'lost', createdAtMs: world.clock.now() });
  expect((await run()).outcome).toBe('succeeded');
  expect(world.vendor.calls.filter(({ operation }) => operation === 'CreateTask')).toEqual([]);
  expect(calls[0]).toMatchObject({ operation: 'CreateTask', takenIds: [] });
  expect(world.disk.records.find(({ kind }) => kind === 'step.resolved')).toMatchObject({
    resolution: 'happened',
    by: 'lookup',
    attempt: 1,
    outputs: { task_id: 'task-0' },
    existingIds: ['other'],
  });
});

it('takes what an attempt made whose answer was lost for a lost answer, and not for a lost record', async () => {
  const { world, run } = worldThatFinds(
    () =>
      world.vendor.tasks.length === 0
        ? NONE
        : { kind: 'happened', response: { id: 'task-1' }, evidence: 'Task task-1 makes this copy.' },
    'copy',
  );
  await run();
  world.disk.restoreCopy(intentIn(world) + 1);
  expect((await run()).outcome).toBe('succeeded');
  expect(world.disk.records.find(({ kind }) => kind === 'step.resolved')).toMatchObject({
    evidence: 'Task task-1 makes this copy. It follows from an earlier attempt of this call.',
  });
});

it('speaks of an earlier attempt, and of no other copy of the state, when it cannot tell which task that made', async () => {
  const { world, run } = worldThatFinds(() => (world.vendor.tasks.length === 0 ? NONE : UNDECIDED), 'copy');
  await run();
  world.disk.restoreCopy(intentIn(world) + 1);
  expect((await run()).units[0]?.failure).toMatchObject({
    code: 'RUN_RECORD_LOST',
    message: 'Tasks a and b carry the mark. One of them may follow from an earlier attempt of this call.',
  });
});

const EIGHT_HOURS_MS = 8 * 3_600_000;

// The task is of the first run each time: nothing that this state can tell says so, and nothing that it says may deny it.
it.each([
  ['of a new state', 'new', 0],
  ['of a copy from before the first run', 0, 0],
  ['of a copy of the first run, where the vendor writes the time of another zone', 1, EIGHT_HOURS_MS],
] as const)(
  'asks an operator about a task that is known by its work alone, without saying who created it: %s',
  async (_, kept, olderByMs) => {
    const { world, run } = worldThatFindsByKey(olderByMs);
    expect((await run()).outcome).toBe('succeeded');
    const disk = kept === 'new' ? new MemoryDisk('fixture', createSeededRandom(3)) : world.disk;
    if (kept !== 'new') disk.restoreCopy(kept);
    for (const _run of [1, 2]) {
      expect((await run(disk)).units[0]).toMatchObject({
        status: 'unknown',
        failure: {
          code: 'RUN_TASK_OF_OTHER_STATE',
          message: expect.stringMatching(
            /^Task task-1 makes this copy\. This state has no record of the call that created it: .* a newer copy of this one,/,
          ),
          otherTasks: ['task-1'],
        },
      });
    }
    expect(disk.records.filter(({ kind }) => kind === 'step.failed')).toHaveLength(1);
    expect(world.vendor.tasks).toHaveLength(1);
  },
);

it('adopts a task that is known by its work alone in a copy of the first run: it was created in the second of that run', async () => {
  const { world, run } = worldThatFindsByKey(999);
  await run();
  world.disk.restoreCopy(1);
  expect((await run()).outcome).toBe('succeeded');
  expect(world.vendor.tasks).toHaveLength(1);
});

it('stops the unit when it cannot tell, writes the reason once, and looks again in the next run', async () => {
  const { world, run } = worldThatFinds(() => UNDECIDED);
  for (const _ of [1, 2]) {
    expect((await run()).units[0]).toMatchObject({ status: 'unknown', failure: { code: 'RUN_RECORD_LOST' } });
  }
  expect(world.vendor.calls.some(({ operation }) => operation === 'CreateTask')).toBe(false);
  expect(world.disk.records.filter(({ kind }) => kind === 'step.failed')).toMatchObject([
    { outcome: 'unknown', foundIds: ['a', 'b'] },
  ]);
});

it('sends once an operator says that the tasks found are not its own, and never takes them for its own later', async () => {
  const { world, calls, fixture, run } = worldThatFinds((call) => (call.takenIds.includes('a') ? NONE : UNDECIDED));
  await run();
  const step = fixture.graph.steps.find(({ kind }) => kind === 'call')?.address ?? '';
  await recordDecisions([{ kind: 'resolve', step, resolution: 'did-not-happen', reason: 'by hand' }], {
    graph: fixture.graph,
    store: openMemoryStore(world.disk),
    clock: world.clock,
    owner: { host: 'host', pid: 1, user: 'tester' },
  });
  expect((await run()).outcome).toBe('succeeded');
  expect(calls.at(-1)?.takenIds).toEqual(['a', 'b']);
  expect(world.vendor.tasks).toHaveLength(1);
});

it('stops after retry.max_attempts look-ups when each finds the task of another unit, and records why', async () => {
  const { world, calls, fixture, run } = worldThatFinds(
    ({ takenIds: [taken] }) =>
      taken === undefined ? NONE : { kind: 'happened', response: { id: taken }, evidence: 'It is.' },
    'move',
    [{ name: 'later', target: 'move', needs: ['lost'] }],
  );
  const { units } = await run();
  expect(units).toMatchObject([{ status: 'succeeded' }, { status: 'unknown' }]);
  expect(units[1]?.failure?.message).toContain('a task that belongs to another step');
  const { maxAttempts = 0 } = fixture.graph.units[0]?.unit.migration.retry ?? {};
  expect(calls.filter(({ operation }) => operation === 'CreateTask')).toHaveLength(1 + maxAttempts);
  expect(world.vendor.tasks).toHaveLength(1);
});

it('asks nothing before effects that are harmless to repeat or that nothing can tell of', async () => {
  const { calls, run } = worldThatFinds(() => NONE, 'blind');
  await run();
  expect(calls).toEqual([]);
});

it('never takes the ended task of a unit that was redone since for a lost record', async () => {
  const { world, calls, fixture, run } = worldThatFinds(() => NONE);
  expect((await run()).outcome).toBe('succeeded');
  const ended = world.vendor.tasks.map(({ id }) => id);
  await redo(world, fixture);
  expect((await run()).outcome).toBe('succeeded');
  expect(calls.findLast(({ operation }) => operation === 'CreateTask')?.takenIds).toEqual(ended);
  expect(world.vendor.tasks).toHaveLength(2);
});

it('may take the task of a unit that was redone before it had succeeded: it can still be at work', async () => {
  const { world, calls, fixture, run } = worldThatFinds(() => NONE);
  await run();
  const created = world.disk.records.findIndex(
    (record) => record.kind === 'step.succeeded' && 'task_id' in record.outputs,
  );
  world.disk.restoreCopy(created + 1);
  expect(world.disk.records.at(-1)).toMatchObject({ outputs: { task_id: expect.any(String) } });
  await redo(world, fixture);
  await run();
  expect(calls.findLast(({ operation }) => operation === 'CreateTask')?.takenIds).toEqual([]);
});

function intentIn({ disk }: RunWorld): number {
  return disk.records.findIndex(({ kind }) => kind === 'step.intent');
}

async function redo(world: RunWorld, { graph }: ReturnType<RunWorld['plan']>): Promise<void> {
  await recordDecisions([{ kind: 'redo', unit: 'lost', reason: 'once more' }], {
    graph,
    store: openMemoryStore(world.disk),
    clock: world.clock,
    owner: { host: 'host', pid: 1, user: 'tester' },
  });
}

const NONE: EarlierEffect = { kind: 'none' };

function worldThatFinds(
  find: (call: FirstCall) => EarlierEffect,
  kind = 'move',
  more: readonly MigrationFixture[] = [],
) {
  const world = new RunWorld();
  const calls: FirstCall[] = [];
  const provider = createFakeProvider(world.vendor);
  const asking: Provider = {
    ...provider,
    connect: async (options) => {
      const session = await provider.connect(options);
      const findEarlier = async (call: FirstCall): Promise<EarlierEffect> => {
        calls.push({ ...call, takenIds: [...call.takenIds] });
        return call.operation === 'DeleteTask' ? NONE : find(call);
      };
      return Object.assign(session, { findEarlier });
    },
  };
  const registry = createRegistry([asking]);
  const fixture = world.plan([{ name: 'lost', target: kind }, ...more]);
  const run = (disk = world.disk) => world.run(fixture, { registry, store: openMemoryStore(disk) });
  return { world, calls, fixture, run };
}

/** Its vendor shows the one task of the unit as older than it is. */
function worldThatFindsByKey(olderByMs: number) {
  const made = worldThatFinds(() => {
    const [task] = made.world.vendor.tasks;
    if (task === undefined) return NONE;
    const byKey = { taskId: task.id, createdAtMs: task.createdAtMs - olderByMs };
    return { kind: 'happened', response: { id: task.id }, evidence: `Task ${task.id} makes this copy.`, byKey };
  }, 'copy');
  return made;
}
