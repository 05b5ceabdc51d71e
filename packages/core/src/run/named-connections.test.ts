import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMovedConnections } from '../binding/compare-connections.ts';
import { compilePlan } from '../compile-plan.ts';
import { estimateSchedule } from '../estimate/estimate-schedule.ts';
import { fixedDuration } from '../estimate/expected-duration.ts';
import { explainStep } from '../explain/explain-step.ts';
import { findHeldPlaces } from '../explain/find-held-places.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import { type Checkpoint, EMPTY_CHECKPOINT, foldRecords } from '../journal/checkpoint.ts';
import { runPreflight } from '../preflight/run-preflight.ts';
import { buildPreview } from '../preview/build-preview.ts';
import type { Kind } from '../provider/kind.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import type { SettledUnits } from '../standing/snapshot.ts';
import { computeStanding } from '../standing/standing.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import type { FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import {
  buildPlanFixture,
  type MigrationFixture,
  type PlanFixture,
  type PlanFixtureOptions,
} from '../testing/plan-fixture.ts';
import { defined } from '../value/defined.ts';
import type { JsonObject } from '../value/value.ts';
import type { ApplyOptions } from './apply-options.ts';
import type { ReadGauges } from './gauges.ts';

const KEYS = ['a', 'b', 'c'];
const TRANSFER: MigrationFixture = { name: 'm', target: 'transfer', keys: KEYS, with: { from: 'old', to: 'new' } };
const MOVE: MigrationFixture = { name: 'plain', target: 'move', keys: ['x'] };

/** Units whose steps are on `old` and `new`, while their migration uses `it`. */
class TwoSides extends RunWorld {
  constructor() {
    super({ others: ['old', 'new'] });
  }

  side(alias: string): FakeVendor {
    const vendor = this.others.get(alias);
    if (vendor === undefined) throw new Error(`there is no side ${alias}`);
    return vendor;
  }

  transfers(options: PlanFixtureOptions = {}, migrations: readonly MigrationFixture[] = [TRANSFER]): PlanFixture {
    return this.plan(migrations, { others: { old: {}, new: {} }, ...options });
  }

  /** Every unit opened and closed something on the old side and has one task on the new one. */
  expectDone(): void {
    const names = (vendor: FakeVendor) => vendor.tasks.map(({ name }) => name).toSorted();
    const units = KEYS.map((key) => `m[${key}]`);
    expect([names(this.side('old')), names(this.side('new'))]).toEqual([units, units]);
    expect(new Set(this.side('old').deleted)).toEqual(new Set(this.side('old').tasks.map(({ id }) => id)));
    expect([this.side('new').deleted, this.vendor.calls]).toEqual([[], []]);
  }
}

describe('steps on other connections than that of their migration', () => {
  it('are sent there, and nothing to the connection that no step is on', async () => {
    const world = new TwoSides();
    expect((await world.run(world.transfers())).outcome).toBe('succeeded');
    world.expectDone();
  });

  it('are resumed there after a crash at any commit and answers lost on either side, with nothing done twice', async () => {
    const faults = fc.array(
      fc.constantFrom<FakeFault>('none', 'none', 'lost-after-effect', 'lost-before-effect', 'unauthorized'),
      { maxLength: 12 },
    );
    const scenario = fc.record({ crashAt: fc.nat(40), old: faults, new: faults });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ crashAt, ...scripts }) => {
        const world = new TwoSides();
        for (const alias of ['old', 'new'] as const) {
          const script = [...scripts[alias]];
          world.side(alias).fault = () => script.shift() ?? 'none';
        }
        let left = crashAt;
        world.disk.onCommit = () => {
          left -= 1;
          if (left === -1) throw new Error('the process died');
        };
        const fixture = world.transfers();
        for (let run = 0; run < 26; run += 1) {
          world.disk.releaseLockOfDeadProcess();
          const result = await world.run(fixture, { retryFailed: true }).catch(() => undefined);
          if (result?.outcome === 'succeeded') break;
        }
        world.expectDone();
      }),
      { numRuns: 60 },
    );
  });

  it('keep to the limits of their own connection', async () => {
    const world = new TwoSides();
    const others = { old: { inFlight: 1 }, new: { active: 1 } };
    const running: number[] = [];
    const { fault } = world.side('new');
    world.side('new').fault = (call) => {
      const open = world.side('new').tasks.filter((task) => world.side('new').statusOf(task) === 'RUNNING');
      running.push(open.length);
      return fault(call);
    };
    expect((await world.run(world.transfers({ others }))).outcome).toBe('succeeded');
    expect([world.side('old').maxInFlight, Math.max(...running)]).toEqual([1, 1]);
    world.expectDone();
  });
});

describe('a suspended connection', () => {
  it('holds the steps on it alone: the other side and other units go on, and the next run does the rest', async () => {
    const world = new TwoSides();
    const fixture = world.transfers({}, [TRANSFER, MOVE]);
    let isRefused = true;
    world.side('new').fault = ({ operation }) => (isRefused && operation === 'CreateTask' ? 'unauthorized' : 'none');
    const first = await world.run(fixture);
    expect(first.suspended.map(({ provider }) => provider)).toEqual(['new']);
    expect(world.side('old').tasks).toHaveLength(3);
    expect(world.side('new').tasks).toEqual([]);
    expect(world.vendor.deleted).toHaveLength(1);
    isRefused = false;
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.side('new').tasks).toHaveLength(3);
  });

  it('is the other one that a check reads, where that refuses: it alone is suspended, and asked no more', async () => {
    const world = new TwoSides();
    world.side('new').fault = () => 'unauthorized';
    const result = await world.run(world.transfers({ others: { old: { inFlight: 1 }, new: {} } }));
    expect(result.suspended.map(({ provider }) => provider)).toEqual(['new']);
    expect([world.side('new').calls.length, world.side('old').tasks.length]).toEqual([1, 0]);
    world.side('new').fault = () => 'none';
    expect((await world.run(world.transfers())).outcome).toBe('succeeded');
    world.expectDone();
  });

  it('is why a step on it waits, also a check that only reads it beside its own', async () => {
    const world = new TwoSides();
    const fixture = world.transfers();
    world.side('new').fault = () => 'unauthorized';
    let read: ReadGauges | undefined;
    let why = '';
    const onGauges: NonNullable<ApplyOptions['onGauges']> = (reader) => {
      read = reader;
    };
    const onEvent: NonNullable<ApplyOptions['onEvent']> = ({ kind }) => {
      if (kind !== 'provider.suspended' || read === undefined) return;
      const checkpoint = foldRecords(world.disk.records);
      const standing = computeStanding(fixture.graph, checkpoint, true);
      const live = { ...read(), isSelected: () => true };
      const run = { kind: 'live', live } as const;
      why = JSON.stringify(
        explainStep('m[b].free', { ...fixture, registry: world.registry, checkpoint, standing, run }),
      );
    };
    await world.run(fixture, { onEvent, onGauges });
    expect(why).toContain('new is suspended');
    const standing = computeStanding(fixture.graph, EMPTY_CHECKPOINT);
    const plain = { ...fixture, registry: world.registry, checkpoint: EMPTY_CHECKPOINT, standing };
    expect(explainStep('m[b].free', plain).reasons[0]?.detail).toBe(
      'It is sent to old and new. No run is in progress; the next one starts it.',
    );
  });
});

it('a failed unit keeps its place at the connection of its task, from those that wait for one there', async () => {
  const world = new TwoSides();
  const fixture = world.transfers({ others: { old: {}, new: { active: 1 } } }, [{ ...TRANSFER, timeoutMs: 30_000 }]);
  const result = await world.run(fixture);
  expect(result.units.map(({ status }) => status)).toEqual(['failed', 'started', 'started']);
  expect(result.heldPlaces).toEqual(['m[a]']);
  const checkpoint = foldRecords(world.disk.records);
  const standing = computeStanding(fixture.graph, checkpoint);
  const found = findHeldPlaces({ ...fixture, registry: world.registry, checkpoint, standing });
  expect(found).toEqual({ units: ['m[a]'], orphans: [], isAllThatIsLeft: true });
});

describe('what is shown beforehand', () => {
  it('a preflight asks each side once for the checks that read both, and says which one refused', async () => {
    const world = new TwoSides();
    const { plan, graph } = world.transfers();
    const preflight = () =>
      world.clock.runUntil(
        runPreflight({
          plan,
          graph,
          registry: world.registry,
          transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
          clock: world.clock,
          random: createSeededRandom(2),
          env: {},
          readSecret: () => undefined,
        }),
      );
    const good = await preflight();
    expect([world.side('old').calls.length, world.side('new').calls.length]).toEqual([1, 1]);
    expect(KEYS.map((key) => good.steps.get(`m[${key}].free`)?.verdict)).toEqual(['passed', 'passed', 'passed']);
    world.side('new').fault = () => 'unauthorized';
    const refused = await preflight();
    expect(refused.credentials.get('old')?.verdict).toBe('passed');
    expect(refused.credentials.get('new')?.verdict).toBe('blocking');
    expect(refused.steps.get('m[a].free')).toEqual({
      verdict: 'unasked',
      detail: 'Nothing more was sent once the credentials of new were refused.',
    });
  });

  it('a preview counts calls, least times and requests by the connection that they go to', () => {
    const world = new TwoSides();
    const fixture = world.transfers({ others: { old: {}, new: { requests: { count: 1, intervalMs: 1_000 } } } });
    const { operations, lower_bound: bound, units } = buildPreview({ ...fixture, registry: world.registry });
    expect(operations.map(({ provider, operation, steps }) => `${provider}.${operation} ${steps}`)).toEqual([
      'old.CreateTask 3',
      'new.CreateTask 3',
      'old.DeleteTask 3',
      'old.ListTasks 3',
      'new.ListTasks 3',
    ]);
    expect(bound.per_provider.map(({ provider, effects_left: left }) => [provider, left])).toEqual([
      ['it', 0],
      ['old', 6],
      ['new', 3],
    ]);
    expect(bound.duration_ms).toBe(2_000);
    expect(units[0]?.steps.map(({ name, provider }) => `${name} ${provider}`)).toEqual([
      'free old',
      'open old',
      'create new',
      'await new',
      'close old',
    ]);
  });

  it('an estimate waits for the places and the rate of the connection that steps are on', () => {
    const world = new TwoSides();
    const expectations = { wait: () => fixedDuration(60_000), call: () => fixedDuration(100) };
    const lasting = (others: NonNullable<PlanFixtureOptions['others']>) =>
      estimateSchedule({ ...world.transfers({ others }), registry: world.registry, expectations })?.schedule;
    const free = lasting({ old: {}, new: {} });
    const oneByOne = lasting({ old: {}, new: { active: 1 } });
    expect(free?.p50_ms).toBeLessThan(120_000);
    expect(oneByOne?.p50_ms).toBeGreaterThan(180_000);
    expect(lasting({ old: { active: 1 }, new: {} })?.p50_ms).toBe(free?.p50_ms);
    const calls = free?.calls.filter(({ operation }) => operation === 'CreateTask');
    expect(calls?.map(({ provider, calls: count }) => [provider, count])).toEqual([
      ['old', 3],
      ['new', 3],
    ]);
  });
});

it('an estimate knows whose place a task had that is closed by a step on another connection', () => {
  const world = new TwoSides();
  const fake = createFakeProvider(world.vendor, world.others);
  const { transfer } = fake.kinds;
  if (transfer === undefined) throw new Error('the fake provider has the kind');
  const expand: Kind['expand'] = (input) => ({
    ...transfer.expand(input),
    activity: { opens: 'create', closes: 'close' },
  });
  const registry = createRegistry([{ ...fake, kinds: { transfer: { ...transfer, expand } } }]);
  const fixture = buildPlanFixture([TRANSFER], registry, { others: { old: {}, new: { active: 1 } } });
  const { schedule } = estimateSchedule({ ...fixture, registry }) ?? {};
  expect(new Set(schedule?.critical_path.map(({ step }) => step.split('.')[0])).size).toBe(3);
});

describe('the entry of another connection', () => {
  const text = `version: 1
name: shop
secrets: { pw: { env: PW } }
providers:
  it: { type: fake }
  old: { type: fake, address: 'http://old', password: "\${{ secrets.pw }}" }
  new: { type: fake }
migrations:
  m: { uses: it.transfer, with: { name: one, from: old, to: new } }
`;

  it('is what a step may tell one side of the other: previews show its references, and only the wire its secrets', async () => {
    const world = new TwoSides();
    const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: world.registry });
    expect(diagnostics).toEqual([]);
    if (compiled === undefined) return;
    const [unit] = buildPreview({ ...compiled, registry: world.registry }).units;
    const remote = { address: 'http://old', password: `\${{ secrets.pw }}` };
    expect(unit?.steps.find(({ name }) => name === 'create')?.request?.body).toEqual({ name: 'one', remote });
    const result = await world.run(compiled, { readSecret: () => 'hunter2hunter2' });
    expect(result.outcome).toBe('succeeded');
    const created = world.side('new').calls.find(({ operation }) => operation === 'CreateTask');
    expect(created?.arguments).toEqual({ name: 'one', remote: { ...remote, password: 'hunter2hunter2' } });
    expect(JSON.stringify([world.disk.records, world.events])).not.toContain('hunter2');
  });
});

describe('what a step means', () => {
  it('is the same where the named connection is that of the migration, and another one where it is not', () => {
    const world = new TwoSides();
    const fingerprints = (values: MigrationFixture['with']) =>
      world
        .transfers({}, [{ name: 'm', target: 'transfer', ...defined({ with: values }) }])
        .graph.steps.map(fingerprintStep);
    const own = fingerprints(undefined);
    expect(fingerprints({ to: 'it' })).toEqual(own);
    const moved = fingerprints({ to: 'new' });
    expect(moved.map((fingerprint, index) => fingerprint === own[index])).toEqual([false, true, false, false, true]);
  });

  it('is bound to where its own connection leads: only that counts as moved', async () => {
    const world = new TwoSides();
    const registry = (place: string) => {
      const fake = createFakeProvider(world.vendor, world.others);
      return createRegistry([{ ...fake, connectionOf: () => ({ place }) }]);
    };
    const fixture = world.transfers();
    await world.run(fixture, { registry: registry('here') });
    const checkpoint = foldRecords(world.disk.records);
    const now = new Map(['it', 'old', 'new'].map((alias) => [alias, { place: 'there' }] as const));
    const moved = (from: Checkpoint, settled?: SettledUnits) =>
      findMovedConnections(fixture.graph, from, now, settled).map(({ provider }) => provider);
    expect(moved(checkpoint)).toEqual(['old', 'new']);
    const settled: SettledUnits = new Map(KEYS.map((key) => [`m[${key}]`, 1] as const));
    expect(moved({ ...checkpoint, steps: new Map() }, settled)).toEqual(['old', 'new']);
  });

  it('is looked for where its own connection leads: one that moved makes no task of another one a lost one', async () => {
    const world = new TwoSides();
    const at = (place: string): Partial<ApplyOptions> => {
      const fake = createFakeProvider(world.vendor, world.others);
      const connectionOf = ({ place: alias }: JsonObject) => ({ place: alias === 'old' ? place : 'here' });
      return { registry: createRegistry([{ ...fake, connectionOf }]), keepChanged: true };
    };
    const fixture = world.transfers({}, [{ ...TRANSFER, keys: ['a'], timeoutMs: 600_000 }]);
    await world.run(fixture, { ...at('here'), maxRuntimeMs: 20_000 });
    world.side('new').tasks.length = 0;
    const result = await world.run(fixture, at('there'));
    expect(result.units[0]?.failure?.code).toBe('RUN_TASK_FAILED');
  });
});
