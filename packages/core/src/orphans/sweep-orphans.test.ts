import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { NewRecord } from '../journal/record.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import type { MarkedTask } from '../provider/session.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { unitMark, unitToken } from '../steps/tokens.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import type { FakeCall } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';
import type { OrphanReason } from './find-orphans.ts';
import { type ChosenOrphan, deleteOrphans, listOrphans, type SweepOptions } from './sweep-orphans.ts';

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
    expect(await listOrphans(silent.options)).toEqual({
      orphans: [],
      unmarked: ['it'],
      cleared: [],
      unlisted: [{ unit: 'm', taskIds: ['old-1', 'old-2', 'running', 'task-1'], isRecorded: false }],
    });
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

  it('deletes what was chosen in its account alone, where tasks of several have one id', async () => {
    const { world, options } = await twoAccounts();
    const { orphans } = await listOrphans(options);
    expect(orphans.map(({ task, provider, unit, reason }) => [task.id, provider, unit, reason])).toEqual([
      // The unit of the other account uses a task of this id.
      ['task-1', 'it', 'm', 'replaced'],
      ['old', 'it', 'm', 'replaced'],
      ['old', 'two', 'n', 'replaced'],
      // Its id is known of a task of the other account alone.
      ['old-of-m', 'two', 'n', 'other-copy'],
    ]);
    const chosen: ChosenOrphan = { id: 'old', provider: 'two', reason: 'replaced' };
    const swept = await sweep(world, options, [chosen]);
    const deleted = swept.orphans.filter(({ outcome }) => outcome?.kind === 'deleted');
    expect(deleted.map(({ task, provider }) => [task.id, provider])).toEqual([['old', 'two']]);
    expect([world.vendor.deleted, world.others.get('two')?.deleted]).toEqual([[], ['old']]);
  });

  it('deletes none whose reason is less sure than when it was chosen', async () => {
    const { world, options } = await scene();
    const { orphans } = await sweep(world, options, [
      { id: 'old-1', provider: 'it', reason: 'other-copy' },
      { id: 'other', provider: 'it', reason: 'replaced' },
      { id: 'old-2', provider: 'it', reason: 'unheard of' as OrphanReason },
    ]);
    expect(orphans.flatMap(({ task, outcome }) => (outcome === undefined ? [] : [task.id]))).toEqual(['old-1']);
    expect(world.vendor.deleted).toEqual(['old-1']);
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

  it('records that nothing is left, and after a process that died before that the next one does', async () => {
    const { world, options, tasks } = await scene();
    const own = ['old-1', 'old-2', 'running'];
    const left = async () => (await readJournal(options.store)).checkpoint().leftBehind.get('m')?.sweep;
    expect((await sweep(world, options, own)).cleared).toEqual([]);
    tasks.splice(0, 2);
    expect([(await listOrphans(options)).cleared, await left()]).toEqual([[], 'open']);
    tasks[0] = { ...tasks[0], deleteWith: { operation: 'DeleteTask', arguments: { id: 'running' } } } as MarkedTask;
    world.disk.onCommit = (phase) => {
      if (phase === 'before') throw new Error('killed');
    };
    await expect(sweep(world, options, own)).rejects.toThrow(/killed/);
    world.disk.onCommit = () => {};
    world.disk.releaseLockOfDeadProcess();
    expect([world.vendor.deleted, await left()]).toEqual([['old-1', 'old-2', 'running'], 'open']);
    tasks.shift();
    expect([(await listOrphans(options)).cleared, await left()]).toEqual([['m'], 'open']);
    expect([(await sweep(world, options, [])).cleared, await left()]).toEqual([['m'], 'cleared']);
    const count = world.disk.records.length;
    expect([(await sweep(world, options, [])).cleared, world.disk.records.length]).toEqual([[], count]);
  });

  it('keeps one because of which its unit has stopped since it was chosen', async () => {
    const { world, options } = await scene();
    {
      await using lease = await options.store.acquire(OWNER);
      const stopped = {
        kind: 'step.failed',
        attempt: 1,
        fingerprint: 'f',
        outcome: 'unknown',
        code: 'C',
        message: 'm',
      };
      await lease.append([{ ...stopped, step: 'm.create', foundIds: ['old-1'], t: 2, rid: 's' } as NewRecord]);
    }
    const { orphans } = await sweep(world, options, ['old-1', 'old-2']);
    expect(orphans.map(({ task, reason, outcome }) => [task.id, reason, outcome?.kind]).slice(0, 2)).toEqual([
      ['old-1', 'undecided', undefined],
      ['old-2', 'replaced', 'deleted'],
    ]);
    expect(world.vendor.deleted).toEqual(['old-2']);
  });

  it('records where tasks cannot be listed', async () => {
    const { world, options } = await scene({ isMarked: false });
    expect((await sweep(world, options, [])).unlisted).toMatchObject([{ unit: 'm', isRecorded: false }]);
    expect((await listOrphans(options)).unlisted).toMatchObject([{ unit: 'm', isRecorded: true }]);
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

const CREATED = { kind: 'step.succeeded', attempt: 1, fingerprint: 'f' } as const;
const FATAL = { vendorCode: 'X', class: 'fatal', effect: 'none' } as const;

interface Scene {
  readonly world: RunWorld;
  readonly options: SweepOptions & { readonly store: NonNullable<SweepOptions['store']> };
  /** What the vendor lists as marked; the first two can be deleted. */
  readonly tasks: MarkedTask[];
}

/** Two units of one plan, each in an account of its own, whose vendors draw the same ids; both were started over. */
async function twoAccounts(): Promise<Pick<Scene, 'world' | 'options'>> {
  const world = new RunWorld({ others: ['two'] });
  const migrations = [
    { name: 'm', target: 'move' },
    { name: 'n', target: 'move', provider: 'two' },
  ];
  const fixture = world.plan(migrations, { others: { two: {} } });
  const store = openMemoryStore(world.disk);
  {
    await using lease = await store.acquire(OWNER);
    const made = (unit: string, id: string): NewRecord =>
      ({ ...CREATED, step: `${unit}.create`, rid: `${unit}${id}`, t: 1, outputs: { task_id: id } }) as NewRecord;
    const redone = (unit: string, number: number): NewRecord =>
      ({
        kind: 'unit.redone',
        unit,
        steps: [`${unit}.create`],
        by: 't',
        reason: 'again',
        t: 1,
        rid: `${unit}${number}`,
      }) as NewRecord;
    await lease.append(
      [
        [made('m', 'task-1'), redone('m', 1), made('m', 'old'), redone('m', 2), made('m', 'old-of-m'), redone('m', 3)],
        [made('n', 'old'), redone('n', 1), made('n', 'task-1')],
      ].flat(),
    );
  }
  const token = (unit: string) => unitToken({ stateId: store.header.stateId, unit, generation: 0 });
  const lists = new Map([
    ['it', [marked('task-1', token('m')), marked('old', token('m'))]],
    ['two', [marked('task-1', token('n')), marked('old', token('n')), marked('old-of-m', token('n'))]],
  ]);
  const fake = createFakeProvider(world.vendor, world.others);
  const registry = createRegistry([withMarks(fake, (alias) => lists.get(alias) ?? [], {})]);
  return { world, options: optionsOf(world, fixture, { registry, store }) };
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
    const steps = ['old-1', 'old-2', 'running'].flatMap((id) => `m.${id}`).concat('m.create', 'm.await', 'm.delete');
    await lease.append([
      ...['old-1', 'old-2', 'running'].map(
        (id): NewRecord => ({ ...CREATED, step: `m.${id}`, rid: id, t: 1, outputs: { id } }),
      ),
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
  const registry = createRegistry([withMarks(createFakeProvider(world.vendor), () => tasks, given)]);
  return { world, options: optionsOf(world, fixture, { registry, store }), tasks };
}

function optionsOf(
  { clock }: RunWorld,
  fixture: PlanFixture,
  given: Pick<Scene['options'], 'registry' | 'store'>,
): Scene['options'] {
  return {
    ...fixture,
    ...given,
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(3),
    env: {},
    readSecret: () => undefined,
    signal: new AbortController().signal,
  };
}

function marked(id: string, unitTokenOf = ''): MarkedTask {
  const deleteWith = { operation: 'DeleteTask', arguments: { id } };
  return { id, name: 'n', status: 'S', isLive: false, unitToken: unitTokenOf, deleteWith };
}

function withMarks(
  fake: Provider,
  tasksOf: (alias: string) => readonly MarkedTask[],
  { isMarked = true, listError }: { readonly isMarked?: boolean; readonly listError?: Error },
): Provider {
  return {
    ...fake,
    connect: async (options) => {
      const session = await fake.connect(options);
      const listMarked = async (): Promise<readonly MarkedTask[]> => {
        if (listError !== undefined) throw listError;
        return [...tasksOf(options.alias)];
      };
      return isMarked ? Object.assign(session, { listMarked }) : session;
    },
  };
}

function sweep(world: RunWorld, options: Scene['options'], chosen: readonly (string | ChosenOrphan)[]) {
  return world.clock.runUntil(deleteOrphans({ ...options, owner: OWNER, chosen: chosen.map(asChosen) }));
}

/** By its id alone, whatever its reason. */
function asChosen(chosen: string | ChosenOrphan): ChosenOrphan {
  return typeof chosen === 'string' ? { id: chosen, provider: 'it', reason: 'other-state' } : chosen;
}
