import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import { buildGraph } from '../graph/build-graph.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph } from '../graph/graph.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import { readJournal } from '../journal/read-journal.ts';
import { buildPreview } from '../preview/build-preview.ts';
import { createRegistry, type ProviderRegistry } from '../provider/registry.ts';
import { buildReport } from '../report/build-report.ts';
import { computeStanding } from '../standing/standing.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import type { FakeFault } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture } from '../testing/plan-fixture.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { withRenamedSteps } from '../testing/with-renamed-steps.ts';
import { defined } from '../value/defined.ts';
import type { RunResult } from './run-result.ts';

const NAMES = { create: 'make', await: 'watch', delete: 'remove', tally: 'count', cutover: 'switch' };

const OLD: readonly MigrationFixture[] = [
  { name: 'moves', target: 'move', keys: ['a'], with: { name: 'a' } },
  { name: 'copies', target: 'copy', with: { name: 'b' } },
  { name: 'worked', target: 'tally', with: { name: 'c', label: 'c' } },
  { name: 'after', target: 'copy', with: { name: 'd' }, needs: ['moves[a]', 'copies'] },
];

/** The same plan, after its migrations were renamed; twice, as far as `copies` is concerned. */
const NEW: readonly MigrationFixture[] = [
  { name: 'shifts', target: 'move', keys: ['a'], with: { name: 'a' }, formerly: ['moves'] },
  { name: 'third', target: 'copy', with: { name: 'b' }, formerly: ['copies', 'second'] },
  { name: 'done', target: 'tally', with: { name: 'c', label: 'c' }, formerly: ['worked'] },
  { name: 'after', target: 'copy', with: { name: 'd' }, needs: ['shifts[a]', 'third'] },
];

/** The same plan, after a key was renamed, and then its migration and the key once more. */
const KEYS: readonly MigrationFixture[] = OLD.map((migration) =>
  migration.name === 'moves'
    ? { ...migration, keys: ['b'], formerKeys: { b: ['a'] } }
    : migration.name === 'after'
      ? { ...migration, needs: ['moves[b]', 'copies'] }
      : migration,
);
const ALL: readonly MigrationFixture[] = NEW.map((migration) =>
  migration.name === 'shifts'
    ? { ...migration, keys: ['c'], formerKeys: { c: ['a', 'b'] } }
    : migration.name === 'after'
      ? { ...migration, needs: ['shifts[c]', 'third'] }
      : migration,
);

class RenamedWorld extends RunWorld {
  readonly later: ProviderRegistry = createRegistry([withRenamedSteps(createFakeProvider(this.vendor), NAMES)]);

  async runLater(migrations: readonly MigrationFixture[], digest = 'digest-2'): Promise<RunResult> {
    return await this.run(buildPlanFixture(migrations, this.later, { digest }), { registry: this.later });
  }
}

const FAULTS = fc.constantFrom<FakeFault>('none', 'none', 'lost-after-effect', 'lost-before-effect', 'throttled');

describe.each([
  ['steps', OLD, 'moves[a].make'],
  ['steps and migrations', NEW, 'shifts[a].make'],
  ['steps and keys', KEYS, 'moves[b].make'],
  ['steps, migrations and keys', ALL, 'shifts[c].make'],
] as const)('after %s were renamed', (_what, renamed, made) => {
  test('a run that ended anywhere is resumed, asks nothing, and does what it would have done otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 24 }),
        fc.constantFrom('before' as const, 'after' as const),
        fc.array(FAULTS, { maxLength: 8 }),
        async (commit, phase, script) => {
          const resume = async (later: (world: RenamedWorld) => Promise<RunResult>) => {
            const world = new RenamedWorld();
            let call = 0;
            world.vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'none' : (script[call++] ?? 'none'));
            let commits = 0;
            world.disk.onCommit = (at) => {
              if (at === phase && commits++ === commit) throw new Error('the process ends here');
            };
            await world.run(world.plan(OLD)).catch(() => {});
            world.disk.onCommit = () => {};
            const { outcome, units } = await later(world);
            const tasks = world.vendor.tasks.map(({ name }) => name).toSorted();
            return { outcome, units: units.map(({ status }) => status), tasks, sent: world.vendor.calls.length };
          };
          const resumed = await resume((world) => world.runLater(renamed));
          expect(resumed).toEqual(await resume((world) => world.run(world.plan(OLD))));
          expect(resumed.tasks).toEqual([...new Set(resumed.tasks)]);
          if (script.length < 4) expect([resumed.outcome, resumed.tasks]).toEqual(['succeeded', ['a', 'b', 'd']]);
        },
      ),
      { numRuns: 120 },
    );
  });

  test('a finished plan has nothing left to do, and its views show present addresses', async () => {
    const world = new RenamedWorld();
    await world.run(world.plan(OLD));
    const calls = world.vendor.calls.length;
    const { plan, graph } = buildPlanFixture(renamed, world.later, { digest: 'digest-2' });
    const { renames } = graph;
    const store = openMemoryStore(world.disk);
    const checkpoint = (await readJournal(store, renames)).checkpoint();
    expect(computeStanding(graph, checkpoint).counts.units).toMatchObject({ total: 4, succeeded: 4 });
    expect([...checkpoint.steps.keys()].toSorted()).toEqual([...graph.stepsByAddress.keys()].toSorted());
    const preview = buildPreview({ plan, graph, registry: world.later });
    const report = buildReport({
      header: store.header,
      records: world.disk.records,
      preview,
      isRebuilt: true,
      graph,
      how: 'x',
    });
    expect(report.units.map(({ state }) => state)).toEqual(Array(4).fill('succeeded'));
    expect(report.units.flatMap(({ steps }) => steps).find(({ address }) => address === made)?.attempts).toHaveLength(
      1,
    );
    expect((await world.runLater(renamed)).outcome).toBe('succeeded');
    expect(world.vendor.calls.slice(calls).filter(({ operation }) => operation !== 'ListTasks')).toEqual([]);
    const orphaned = world.disk.records.flatMap((record) => (record.kind === 'plan.rebased' ? record.orphaned : []));
    expect(orphaned).toEqual([]);
  });

  test('every fingerprint is as it was', () => {
    const world = new RenamedWorld();
    const all: readonly MigrationFixture[] = [...OLD, { name: 'gates', target: 'gated', with: { name: 'e' } }];
    const later = [...renamed, { name: 'gates', target: 'gated', with: { name: 'e' } }];
    const before = world.plan(all).graph.steps.map(fingerprintStep);
    expect(buildPlanFixture(later, world.later).graph.steps.map(fingerprintStep)).toEqual(before);
  });
});

test('a gate that was approved by its old address opens', async () => {
  const world = new RenamedWorld();
  const gates: MigrationFixture = { name: 'gates', target: 'gated', with: { name: 'e' } };
  expect((await world.run(world.plan([gates]))).outcome).toBe('gated');
  await openMemoryStore(world.disk).post({ kind: 'approve', step: 'gates.cutover', by: 'operator' });
  const doors: MigrationFixture = { ...gates, name: 'doors', formerly: ['gates'] };
  expect((await world.runLater([doors])).outcome).toBe('succeeded');
  expect(world.disk.records.find(({ kind }) => kind === 'gate.approved')).toMatchObject({ step: 'doors.switch' });
});

test('a decision finds a unit, and a step, by what it was called', async () => {
  const world = new RenamedWorld();
  world.vendor.failing.add('b');
  const before: readonly MigrationFixture[] = [
    { name: 'copies', target: 'copy', with: { name: 'b' } },
    { name: 'lost', target: 'blind', with: { name: 'x' } },
  ];
  world.vendor.fault = ({ operation, arguments: { name } }) =>
    operation === 'CreateTask' && name === 'x' ? 'lost-after-effect' : 'none';
  await world.run(world.plan(before));
  const after = before.map((migration) => ({ ...migration, name: `${migration.name}-2`, formerly: [migration.name] }));
  const { graph } = buildPlanFixture(after, world.later);
  const owner = { host: 'host', pid: 1, user: 'tester' };
  const store = openMemoryStore(world.disk);
  const outputs = { task_id: 'task-9' };
  await recordDecisions(
    [
      { kind: 'skip', unit: 'copies', reason: 'not needed' },
      { kind: 'adopt', step: 'lost.create', outputs, reason: 'seen' },
    ],
    { graph, store, clock: world.clock, owner },
  );
  expect(world.disk.records.slice(-2)).toMatchObject([{ unit: 'copies-2' }, { step: 'lost-2.make' }]);
});

test('a former name that another step has, or had, is a fault of the kind', () => {
  const world = new RenamedWorld();
  const doubled = createRegistry([
    withRenamedSteps(withRenamedSteps(createFakeProvider(world.vendor), { create: 'make' }), { await: 'create' }),
  ]);
  const { plan, graph } = world.plan(OLD);
  const units = graph.units.map(({ unit }) => unit);
  const stepsOf = (built: Graph | undefined) => built?.steps.length;
  expect(() => stepsOf(buildGraph(plan, units, doubled).graph)).toThrow(
    /^Provider fake breaks its contract in kind\.expand of \w+: expected a name that no other step has or had as `steps\[\d\]\.formerly`, found `create`$/,
  );
});

test.each([
  ['in another order', ['second', 'copies'], 'third'],
  ['without the first one', ['second'], 'third'],
  ['not at all', undefined, 'second'],
] as const)('former names %s are refused, before anything is sent', async (_what, formerly, name) => {
  const world = new RenamedWorld();
  const copies = { name: 'copies', target: 'copy', with: { name: 'b' } };
  world.vendor.fault = () => 'lost-after-effect';
  await world.run(world.plan([copies]));
  await world.run(world.plan([{ ...copies, name: 'second', formerly: ['copies'] }], { digest: 'digest-2' }));
  const [calls, records] = [world.vendor.calls.length, world.disk.records.length];
  const later = world.plan([{ ...copies, name, ...defined({ formerly }) }], {
    digest: 'digest-3',
  });
  const refused = world.run(later);
  await expect(refused).rejects.toMatchObject({ code: 'RUN_FIRST_NAME_CHANGED' });
  expect([world.vendor.calls.length, world.disk.records.length]).toEqual([calls, records]);
});

const MOVES: MigrationFixture = { name: 'moves', target: 'copy', keys: ['a'], with: { name: 'x' } };

test.each([
  ['drops the address', { ...MOVES, keys: ['b'] }, 'begun'],
  ['drops the address of a unit that was done before', { ...MOVES, keys: ['b'] }, 'done'],
  ['says another first address', { ...MOVES, keys: ['b'], formerKeys: { b: ['c', 'a'] } }, 'begun'],
  ['drops the name of a migration that was done before', { ...MOVES, name: 'shifts' }, 'renamed'],
] as const)('a plan that %s is refused, before anything is sent', async (_what, later, before) => {
  const world = new RenamedWorld();
  if (before === 'begun') world.vendor.fault = () => 'lost-after-effect';
  await world.run(world.plan([MOVES]));
  const second =
    before === 'renamed'
      ? { ...MOVES, name: 'shifts', formerly: ['moves'] }
      : { ...MOVES, keys: ['b'], formerKeys: { b: ['a'] } };
  await world.run(world.plan([second], { digest: 'digest-2' }));
  const [calls, records] = [world.vendor.calls.length, world.disk.records.length];
  const refused = world.run(world.plan([later], { digest: 'digest-3' }));
  await expect(refused).rejects.toMatchObject({ code: 'RUN_FIRST_NAME_CHANGED' });
  expect([world.vendor.calls.length, world.disk.records.length]).toEqual([calls, records]);
});

test('moved: that came after the unit had begun under its new key is refused', async () => {
  const world = new RenamedWorld();
  await world.run(world.plan([{ ...MOVES, keys: ['b'] }]));
  const later = world.plan([{ ...MOVES, keys: ['b'], formerKeys: { b: ['a'] } }], { digest: 'digest-2' });
  await expect(world.run(later)).rejects.toMatchObject({
    code: 'RUN_FIRST_NAME_CHANGED',
    message: 'Unit moves[b] was called moves[b] first, and moved: says otherwise.',
  });
});
