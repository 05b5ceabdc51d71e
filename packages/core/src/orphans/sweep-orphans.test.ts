import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import type { MarkedTask } from '../provider/session.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { unitMark, unitToken } from '../steps/tokens.ts';
import { createFakeProvider, type FakeCall } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/run-world.ts';
import { deleteOrphans, listOrphans, type SweepOptions } from './sweep-orphans.ts';

const OWNER = { host: 'host', pid: 2, user: 'tester' };

describe('listOrphans', () => {
  it('lists what no unit owns, and names the providers whose tasks carry no mark', async () => {
    const { options } = await scene();
    const { orphans, unmarked } = await listOrphans(options);
    expect(orphans.map(({ task, reason, provider }) => [task.id, reason, provider])).toEqual([
      ['old-1', 'replaced', 'it'],
      ['old-2', 'replaced', 'it'],
      ['running', 'replaced', 'it'],
      ['other', 'other-state', 'it'],
    ]);
    expect(unmarked).toEqual([]);
    const silent = await scene({ isMarked: false });
    expect(await listOrphans(silent.options)).toEqual({ orphans: [], unmarked: ['it'] });
  });
});

describe('deleteOrphans', () => {
  it('deletes what was chosen and is an orphan still, and answers what the list shows then', async () => {
    const { world, options, tasks } = await scene();
    await listOrphans(options);
    // Someone else deleted it since, and another one appeared.
    tasks.splice(0, 1);
    tasks.push(marked('old-3', tasks[0]?.unitToken));
    const { orphans } = await sweep(world, options, ['old-1', 'old-2', 'running', 'task-1']);
    expect(orphans.map(({ task, outcome }) => [task.id, outcome?.kind])).toEqual([
      ['old-2', 'deleted'],
      ['running', undefined],
      ['other', undefined],
      ['old-3', undefined],
    ]);
    expect(world.vendor.deleted).toEqual(['old-2']);
  });

  it('says of one that the vendor refuses why, and goes on with the next', async () => {
    const { world, options } = await scene();
    world.vendor.fault = ({ arguments: args }) => (args['id'] === 'old-1' ? 'busy' : 'none');
    const { orphans } = await sweep(world, options, ['old-1', 'old-2']);
    expect(orphans.flatMap(({ outcome }) => outcome ?? [])).toEqual([
      { kind: 'failed', code: 'Busy', message: expect.stringContaining('Busy') },
      { kind: 'deleted' },
    ]);
  });

  it('lets the delete under way end when it is stopped, and tries no more', async () => {
    const stop = new AbortController();
    const { world, options } = await scene();
    world.vendor.fault = ({ operation }: FakeCall) => {
      if (operation === 'DeleteTask') stop.abort(new Error('SIGINT'));
      return 'none';
    };
    const { orphans } = await sweep(world, { ...options, signal: stop.signal }, ['old-1', 'old-2']);
    expect(orphans.map(({ task, outcome }) => [task.id, outcome?.kind]).slice(0, 2)).toEqual([
      ['old-1', 'deleted'],
      ['old-2', undefined],
    ]);
    expect(world.vendor.deleted).toEqual(['old-1']);
  });

  it('deletes nothing while a run holds the state', async () => {
    const { world, options } = await scene();
    await using _lease = await openMemoryStore(world.disk).acquire(OWNER);
    await expect(sweep(world, options, ['old-1'])).rejects.toThrow(/host/);
    expect(world.vendor.deleted).toEqual([]);
  });

  it('throws nothing that holds a secret', async () => {
    const { world, options } = await scene({ listError: new ProviderError('refused for hunter2-hunter2', FATAL) });
    const env = { MY_PASSWORD: 'hunter2-hunter2' };
    await expect(sweep(world, { ...options, env }, ['old-1'])).rejects.toThrow('refused for [redacted]');
  });
});

const FATAL = { vendorCode: 'X', class: 'fatal', effect: 'none' } as const;

interface Scene {
  readonly world: RunWorld;
  readonly options: SweepOptions & { readonly store: NonNullable<SweepOptions['store']> };
  /** What the vendor lists as marked; the first two can be deleted. */
  readonly tasks: MarkedTask[];
}

/** A unit that was started over, and its tasks of before. */
async function scene(given: { readonly isMarked?: boolean; readonly listError?: Error } = {}): Promise<Scene> {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'm', target: 'move' }]);
  await world.run(fixture);
  world.vendor.deleted.length = 0;
  const store = openMemoryStore(world.disk);
  {
    await using lease = await store.acquire(OWNER);
    const steps = ['m.create', 'm.await', 'm.delete'];
    await lease.append([
      { kind: 'unit.redone', unit: 'm', steps, by: 'tester', reason: 'again', t: 1, rid: 'r' } as never,
    ]);
  }
  const token = unitToken({ stateId: store.header.stateId, unit: 'm', generation: 0 });
  const tasks = [
    marked('old-1', token),
    marked('old-2', token),
    { ...marked('running', token), isLive: true, deleteWith: undefined } as never,
    { ...marked('other', undefined), unitMark: unitMark('fixture', 'm') },
  ];
  const registry = createRegistry([withMarks(createFakeProvider(world.vendor), tasks, given)]);
  const transport = { send: () => Promise.reject(new Error('the fake vendor needs no transport')) };
  const options = {
    ...fixture,
    registry,
    store,
    transport,
    clock: world.clock,
    random: createSeededRandom(3),
    env: {},
    readSecret: () => undefined,
    signal: new AbortController().signal,
  };
  return { world, options, tasks };
}

function marked(id: string, unitTokenOf = ''): MarkedTask {
  const deleteWith = { operation: 'DeleteTask', arguments: { id } };
  return { id, name: 'n', status: 'S', isLive: false, unitToken: unitTokenOf, deleteWith };
}

function withMarks(
  fake: Provider,
  tasks: readonly MarkedTask[],
  { isMarked = true, listError }: { readonly isMarked?: boolean; readonly listError?: Error },
): Provider {
  const listMarked = listError === undefined ? async () => [...tasks] : () => Promise.reject(listError);
  return {
    ...fake,
    connect: async (options) => {
      const session = await fake.connect(options);
      return isMarked ? Object.assign(session, { listMarked }) : session;
    },
  };
}

function sweep(world: RunWorld, options: Scene['options'], chosen: readonly string[]) {
  return world.clock.runUntil(deleteOrphans({ ...options, owner: OWNER, chosen }));
}
