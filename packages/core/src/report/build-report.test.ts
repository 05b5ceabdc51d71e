import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import type { Decision } from '../decisions/decision.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import { exportJournal, readRecords } from '../journal/export-journal.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { buildPreview } from '../preview/build-preview.ts';
import { createRegistry } from '../provider/registry.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { buildReport } from './build-report.ts';
import type { Report } from './report.ts';

const OWNER = { host: 'host-1', pid: 7, user: 'tester', url: 'https://ci.example.org/1' };
const MIXED: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'sessions', target: 'gated', keys: ['eu'] },
  { name: 'reports', target: 'copy', keys: ['x'], needs: ['indices[*]'] },
];

/** A plan, its state and a vendor: what a real run and people's decisions leave behind. */
class World {
  readonly clock = new VirtualClock();
  readonly vendor = new FakeVendor(this.clock, { taskDurationMs: 20_000 });
  readonly registry = createRegistry([createFakeProvider(this.vendor)]);
  readonly fixture: PlanFixture = buildPlanFixture(MIXED, this.registry, { digest: 'digest-1' });
  readonly store: CheckpointStore = openMemoryStore(new MemoryDisk('fixture', createSeededRandom(1)));

  async run(): Promise<void> {
    const { registry, store, clock } = this;
    const run = applyPlan({
      ...this.fixture,
      registry,
      store,
      transport: { send: () => Promise.reject(new Error('the simulated vendor needs no transport')) },
      clock,
      random: createSeededRandom(2),
      env: {},
      readSecret: () => undefined,
      owner: OWNER,
    });
    await clock.runUntil(run);
  }

  async decide(decisions: readonly Decision[]): Promise<void> {
    await recordDecisions(decisions, { graph: this.fixture.graph, store: this.store, clock: this.clock, owner: OWNER });
  }

  async report(): Promise<Report> {
    return buildReport({
      preview: buildPreview({ ...this.fixture, registry: this.registry }),
      isRebuilt: false,
      graph: this.fixture.graph,
      header: this.store.header,
      records: await readRecords(this.store),
      how: 'waybill state export shop.yaml | sha256sum',
    });
  }
}

function faults(...script: readonly FakeFault[]): () => FakeFault {
  let call = 0;
  return () => script[call++] ?? 'none';
}

function stepOf(report: Report, address: string) {
  const step = report.units.flatMap(({ steps }) => steps).find((candidate) => candidate.address === address);
  if (step === undefined) throw new Error(`the report has no step ${address}`);
  return step;
}

describe('a report', () => {
  test('has every unit of the plan with what became of it, also when nothing was done', async () => {
    const report = await new World().report();
    expect(report.outcome).toBe(null);
    expect(report.totals).toMatchObject({ units: { pending: 5 }, steps_done: 0, attempts: 0, running_ms: 0 });
    expect(report.units.every(({ actual }) => actual === undefined)).toBe(true);
  });

  test('tells how units ended, when, and of which run', async () => {
    const world = new World();
    world.vendor.failing.add('indices[b]');
    await world.run();
    const report = await world.report();
    expect(report.outcome).toBe('failed');
    expect(report.units.map(({ address, state }) => [address, state])).toEqual([
      ['indices[a]', 'succeeded'],
      ['indices[b]', 'failed'],
      ['indices[c]', 'succeeded'],
      ['sessions[eu]', 'gated'],
      ['reports[x]', 'skipped'],
    ]);
    const [run] = report.runs;
    expect(run).toMatchObject({ run: 'run-1', outcome: 'failed', plan_digest: 'digest-1', owner: OWNER });
    const [succeeded, failed, , gated, skipped] = report.units.map(({ actual }) => actual);
    expect(Date.parse(succeeded?.ends_at ?? '') - Date.parse(succeeded?.starts_at ?? '')).toBeGreaterThanOrEqual(
      20_000,
    );
    expect(failed?.ends_at).toEqual(expect.any(String));
    expect(gated?.ends_at).toBe(null);
    expect(skipped).toBe(undefined);
    const wait = report.units[1]?.steps.find(({ state }) => state === 'failed');
    expect(wait?.attempts.at(-1)).toMatchObject({ run: 'run-1', outcome: 'failed', code: 'RUN_TASK_FAILED' });
  });

  test('keeps a lost answer with how it was settled, as one attempt', async () => {
    const world = new World();
    world.vendor.fault = faults('lost-after-effect');
    await world.run();
    const report = await world.report();
    const create = report.units
      .flatMap(({ steps }) => steps)
      .find(({ attempts }) => attempts[0]?.settled !== undefined);
    expect(create?.state).toBe('succeeded');
    expect(create?.attempts).toHaveLength(1);
    expect(create?.attempts[0]).toMatchObject({
      outcome: 'unknown',
      code: expect.any(String),
      started_at: expect.any(String),
      settled: { resolution: 'happened', by: 'lookup', evidence: expect.stringMatching(/./) },
    });
    expect(report.totals.unknown_outcomes).toBe(1);
  });

  test('keeps attempts that were certainly not executed beside the one that was', async () => {
    const world = new World();
    world.vendor.fault = faults('busy', 'busy');
    await world.run();
    const report = await world.report();
    const tried = report.units.flatMap(({ steps }) => steps).filter(({ attempts }) => attempts.length > 1);
    expect(tried.map(({ attempts }) => attempts.map(({ attempt, outcome }) => [attempt, outcome]))).toContainEqual([
      [1, 'retryable'],
      [2, 'succeeded'],
    ]);
  });

  test('tells who approved and who decided what and why, and what is superseded by starting over', async () => {
    const world = new World();
    world.vendor.failing.add('indices[b]');
    await world.run();
    await world.decide([
      { kind: 'redo', unit: 'indices[a]', reason: 'the mapping was wrong' },
      { kind: 'skip', unit: 'indices[b]', reason: 'not needed any more' },
    ]);
    await world.store.post({ kind: 'approve', step: 'sessions[eu].cutover', by: 'maria@ops' });
    await world.run();
    const report = await world.report();
    expect(report.runs.map(({ run }) => run)).toEqual(['run-1', 'run-2']);
    expect(report.decisions.map(({ address, decision, by, reason }) => [address, decision, by, reason])).toEqual([
      ['indices[a]', 'redo', 'tester@host-1', 'the mapping was wrong'],
      ['indices[b]', 'skip', 'tester@host-1', 'not needed any more'],
    ]);
    const create = stepOf(report, 'indices[a].create');
    expect(create.attempts.map(({ run, is_superseded: isSuperseded }) => [run, isSuperseded === true])).toEqual([
      ['run-1', true],
      ['run-2', false],
    ]);
    expect(report.approvals).toMatchObject([{ step: 'sessions[eu].cutover', by: 'maria@ops' }]);
    const gates = report.units.flatMap(({ steps }) => steps).filter(({ approved }) => approved !== undefined);
    expect(report.approvals).toEqual(gates.map(({ address, approved }) => ({ step: address, ...approved })));
  });

  test('names the hash of exactly the bytes of the exported journal', async () => {
    const world = new World();
    await world.run();
    const text: string[] = [];
    for await (const piece of exportJournal(world.store)) text.push(piece);
    const { evidence } = await world.report();
    expect(evidence).toEqual({
      state_id: world.store.header.stateId,
      records: text.join('').trimEnd().split('\n').length - 1,
      sha256: createHash('sha256').update(text.join('')).digest('hex'),
      how: 'waybill state export shop.yaml | sha256sum',
    });
  });

  test('counts a run that was cut off until its last record, and pauses between runs not at all', async () => {
    const world = new World();
    await world.run();
    const records = await readRecords(world.store);
    const cut = records.filter(({ kind }) => kind !== 'run.ended');
    const report = buildReport({
      preview: buildPreview({ ...world.fixture, registry: world.registry }),
      isRebuilt: true,
      graph: world.fixture.graph,
      header: world.store.header,
      records: cut,
      how: '',
    });
    const [run] = report.runs;
    expect(run?.outcome).toBe(null);
    expect(Date.parse(run?.ended_at ?? '')).toBe(cut.at(-1)?.t);
    expect(report.totals.running_ms).toBe((cut.at(-1)?.t ?? 0) - (cut[0]?.t ?? 0));
  });

  test('has remote tasks in no greater number at once than active allows, however many units have begun', async () => {
    const world = new RunWorld({ taskDurationMs: 20_000 });
    const keys = Array.from({ length: 9 }, (_, index) => `${index}`);
    const fixture = world.plan([{ name: 'moves', target: 'move', keys }], { limits: { active: 3 } });
    await world.run(fixture);
    const { units } = buildReport({
      preview: buildPreview({ ...fixture, registry: world.registry }),
      isRebuilt: true,
      graph: fixture.graph,
      header: { plan: 'fixture', stateId: 'state' },
      records: world.disk.records,
      how: '',
    });
    const tasks = units.flatMap(({ task }) => (task === undefined ? [] : [task]));
    expect(tasks).toHaveLength(9);
    const atOnce = tasks.map(
      ({ starts_at: at }) => tasks.filter((task) => task.starts_at <= at && at < (task.ends_at ?? '')).length,
    );
    expect(Math.max(...atOnce)).toBe(3);
  });
});

test('a report says how far own work is', async () => {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'm', target: 'tally', with: { slices: 9 } }], { limits: { slices: 1 } });
  await world.run(fixture, { maxRuntimeMs: 25_000 });
  const { header, records } = world.disk;
  const report = () =>
    buildReport({
      preview: buildPreview({ ...fixture, registry: world.registry }),
      isRebuilt: false,
      graph: fixture.graph,
      header,
      records,
      how: '',
    }).units[0]?.steps[0];
  const open = {
    kind: 'job',
    state: 'ready',
    slices: { done: 2, total: 9 },
    attempts: [{ attempt: 1, outcome: 'open' }],
  };
  expect(report()).toMatchObject(open);
  await world.run(fixture);
  const done = { state: 'succeeded', slices: { done: 9, total: 9 }, attempts: [{ attempt: 1, outcome: 'succeeded' }] };
  expect(report()).toMatchObject({ ...done, outputs: { total: 9 } });
});
