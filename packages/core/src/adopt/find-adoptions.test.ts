import { expect, test } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import { createRegistry } from '../provider/registry.ts';
import type { EarlierEffect, MarkedTask } from '../provider/session.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { unitMark } from '../steps/tokens.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';
import { type AdoptionSearch, findAdoptions } from './find-adoptions.ts';

interface Vendor {
  /** Absent: tasks carry no mark. */
  readonly marked?: readonly MarkedTask[];
  readonly earlier?: EarlierEffect;
}

const MOVES = [{ name: 'm', target: 'move', keys: ['a', 'b'] }];

async function search(vendor: Vendor, world = new RunWorld(), hasState = false): Promise<AdoptionSearch> {
  const fake = createFakeProvider(world.vendor);
  const methods = defined({
    listMarked: vendor.marked === undefined ? undefined : async () => vendor.marked,
    findEarlier: vendor.earlier === undefined ? undefined : async () => vendor.earlier,
  });
  const registry = createRegistry([
    { ...fake, connect: async (options) => Object.assign(await fake.connect(options), methods) },
  ]);
  return await world.clock.runUntil(
    findAdoptions({
      ...world.plan(MOVES),
      registry,
      store: hasState ? openMemoryStore(world.disk) : undefined,
      transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
      clock: world.clock,
      random: createSeededRandom(3),
      env: {},
      readSecret: () => undefined,
      signal: new AbortController().signal,
      isMeant: () => true,
    }),
  );
}

function task(id: string, more: Partial<MarkedTask> = {}): MarkedTask {
  return { id, name: 'n', status: 'S', isLive: true, unitMark: unitMark('fixture', 'm[a]'), ...more };
}

function namesOf({ found, missed }: AdoptionSearch): unknown {
  return [found.map(({ step, outputs }) => [step, outputs['task_id']]), missed.map(({ reason }) => reason)];
}

const NO_MARK = 'No task carries its mark.';

test.each<[string, readonly MarkedTask[], unknown]>([
  ['one task carries its mark', [task('t1')], [[['m[a].create', 't1']], [NO_MARK]]],
  ['tasks of other units carry theirs', [task('t1', { unitMark: 'else' })], [[], [NO_MARK, NO_MARK]]],
  ['its task has failed', [task('t1', { isLive: false, hasFailed: true })], [[], [NO_MARK, NO_MARK]]],
  [
    'one has ended and another one is at work',
    [task('t1', { isLive: false }), task('t2')],
    [[['m[a].create', 't2']], [NO_MARK]],
  ],
  [
    'two are at work',
    [task('t1'), task('t2')],
    [[], ['Several tasks carry its mark: t1, t2. Name the right one: m[a].create --output task_id=<id>.', NO_MARK]],
  ],
])('by mark, when %s', async (_when, marked, expected) => {
  expect(namesOf(await search({ marked }))).toEqual(expected);
});

test('by what is copied where tasks carry no mark, and no task for two units', async () => {
  const response = { id: 't1' };
  const happened = { kind: 'happened', response, evidence: 'same copy', existingIds: ['t0'], byKey: { taskId: 't1' } };
  const { found } = await search({ earlier: happened as EarlierEffect });
  expect(found[0]).toMatchObject({
    unit: 'm[a]',
    outputs: { task_id: 't1' },
    existingIds: ['t0'],
    evidence: 'same copy',
  });
  const none = await search({ earlier: { kind: 'none' } });
  expect(namesOf(none)).toEqual([[], ['No task does its work.', 'No task does its work.']]);
  const undecided = await search({ earlier: { kind: 'undecided', reason: 'Two match.', foundIds: [] } });
  expect(namesOf(undecided)).toEqual([[], ['Two match.', 'Two match.']]);
  const unable = await search({});
  expect(unable.missed[0]?.reason).toBe('Its provider cannot say who created a task.');
});

test('a unit whose create is recorded as done is left alone, and its task is not offered to another', async () => {
  const world = new RunWorld();
  await world.run(world.plan(MOVES));
  const { found, missed } = await search({ marked: [task('task-1'), task('t9')] }, world, true);
  expect([found, missed]).toEqual([[], []]);
});
