import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import type { Decision } from '../decisions/decision.ts';
import type { RunEvent } from '../events/event.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { FakeCall, FakeFault, FakeTask } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { MigrationFixture, PlanFixture } from '../testing/plan-fixture.ts';
import type { RunResult } from './run-result.ts';

class SimulatedCrash extends Error {}

class World extends RunWorld {
  /** Runs again and again until a run ends without a crash, as an operator would. */
  async runThroughCrashes(fixture: PlanFixture, maxRuns: number): Promise<RunResult> {
    for (let run = 1; ; run += 1) {
      try {
        return await this.run(fixture);
      } catch (error) {
        const isCrash = error instanceof Error && error.cause instanceof SimulatedCrash;
        if (!isCrash || run >= maxRuns) throw error;
        this.disk.releaseLockOfDeadProcess();
      }
    }
  }

  createdNames(): readonly string[] {
    return this.vendor.tasks.map((task) => task.name).sort();
  }
}

const KEYS = ['a', 'b', 'c', 'd'];
/** More than any property has faults, so that no step meets as many as end it. */
const MANY_TRIES = 50;
const MIXED: readonly MigrationFixture[] = [
  { name: 'first', target: 'move', keys: KEYS, maxAttempts: MANY_TRIES },
  { name: 'second', target: 'copy', keys: KEYS, needs: ['first[*]'], maxAttempts: MANY_TRIES },
  { name: 'third', target: 'move', needs: ['second[a]', 'first[b]'], maxAttempts: MANY_TRIES },
];
const MIXED_NAMES = [...KEYS.map((key) => `first[${key}]`), ...KEYS.map((key) => `second[${key}]`), 'third'];

describe('a run without disturbance', () => {
  it('does every unit once, in order', async () => {
    const world = new World();
    const result = await world.run(world.plan(MIXED));
    expect(result.outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(MIXED_NAMES);
    const created = world.vendor.tasks.map((task) => task.name);
    expect(Math.max(...KEYS.map((key) => created.indexOf(`first[${key}]`)))).toBeLessThan(created.indexOf('second[a]'));
    expect(created.at(-1)).toBe('third');
  });

  it('does nothing when run again', async () => {
    const world = new World();
    await world.run(world.plan(MIXED));
    const calls = world.vendor.calls.length;
    expect((await world.run(world.plan(MIXED))).outcome).toBe('succeeded');
    expect(world.vendor.calls.length).toBe(calls);
  });

  it('writes every intent before the call and every outcome before a dependent starts', async () => {
    const world = new World();
    await world.run(world.plan(MIXED));
    const order = world.disk.records.map((record) =>
      'step' in record ? `${record.kind} ${record.step}` : record.kind,
    );
    for (const name of MIXED_NAMES) {
      expect(order.indexOf(`step.intent ${name}.create`)).toBeLessThan(order.indexOf(`step.succeeded ${name}.create`));
      expect(order.indexOf(`step.succeeded ${name}.create`)).toBeLessThan(
        order.indexOf(`step.succeeded ${name}.await`),
      );
    }
    expect(order.indexOf('step.intent third.create')).toBeGreaterThan(order.indexOf('step.succeeded second[a].await'));
  });

  it('serves 300 waiting steps with one list call per interval', async () => {
    const world = new World({ taskDurationMs: 600_000 });
    const keys = Array.from({ length: 300 }, (_, index) => `k${index}`);
    const result = await world.run(world.plan([{ name: 'many', target: 'copy', keys }]));
    expect(result.outcome).toBe('succeeded');
    const lists = world.vendor.calls.filter((call) => call.operation === 'ListTasks');
    const gaps = lists.slice(1).map((call, index) => call.startedAtMs - (lists[index]?.startedAtMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5_000);
    expect(lists.length).toBeLessThanOrEqual(600_000 / 5_000 + 2);
  });
});

describe('limits', () => {
  it('hold over retries, polls and a crash, as the server sees them', async () => {
    const scenario = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      inFlight: fc.integer({ min: 1, max: 6 }),
      active: fc.integer({ min: 1, max: 5 }),
      latencyMs: fc.integer({ min: 0, max: 700 }),
      units: fc.integer({ min: 1, max: 14 }),
      faults: fc.array(fc.constantFrom<FakeFault>('none', 'throttled', 'busy', 'lost-after-effect'), { maxLength: 12 }),
      crashAtCommit: fc.integer({ min: 0, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ count, inFlight, active, latencyMs, units, faults, crashAtCommit }) => {
        const world = new World({ latencyMs, taskDurationMs: 20_000 });
        const queue = [...faults];
        world.vendor.fault = () => queue.shift() ?? 'none';
        crashOnce(world, crashAtCommit, 'before');
        const keys = Array.from({ length: units }, (_, index) => `k${index}`);
        const limits = { requests: { count, intervalMs: 1_000 }, inFlight, active };
        const fixture = world.plan([{ name: 'many', target: 'copy', keys, maxAttempts: MANY_TRIES }], { limits });
        const result = await world.runThroughCrashes(fixture, 3);
        expect(result.outcome).toBe('succeeded');
        expect(
          mostInAnyWindow(
            world.vendor.calls.map((call) => call.startedAtMs),
            1_000,
          ),
        ).toBeLessThanOrEqual(count);
        expect(world.vendor.maxInFlight).toBeLessThanOrEqual(inFlight);
        expect(
          mostOverlapping(
            world.vendor.tasks.map((task) => task.createdAtMs),
            20_000,
          ),
        ).toBeLessThanOrEqual(active);
      }),
      { numRuns: 150 },
    );
  });

  it('waits at a quota for places that running tasks give back, however many units want one', async () => {
    const world = new World({ taskDurationMs: 20_000 });
    const allowed = 3;
    const isRunning = (task: FakeTask): boolean => world.vendor.statusOf(task) === 'RUNNING';
    world.vendor.fault = ({ operation }) =>
      operation.startsWith('Create') && world.vendor.tasks.filter(isRunning).length >= allowed ? 'quota' : 'none';
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    const result = await world.run(world.plan([{ name: 'many', target: 'copy', keys }], { limits: { active: 6 } }));
    expect(result.outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(12);
  });

  it('fails at a quota that no task of the run holds', async () => {
    const world = new World();
    world.vendor.fault = ({ operation }) => (operation.startsWith('Create') ? 'quota' : 'none');
    const result = await world.run(world.plan([{ name: 'many', target: 'copy', keys: ['a', 'b', 'c'] }]));
    expect(result.units.map(({ status, failure }) => [status, failure?.code])).toEqual(
      ['a', 'b', 'c'].map(() => ['failed', 'QuotaExceeded']),
    );
  });

  it('keeps tasks on one target apart', async () => {
    const world = new World();
    const limits = { activePerTarget: 1 };
    const migrations = ['x', 'y', 'z'].map((name) => ({ name, target: 'copy', with: { target: 'redis-1', name } }));
    const result = await world.run(world.plan(migrations, { limits }));
    expect(result.outcome).toBe('succeeded');
    expect(
      mostOverlapping(
        world.vendor.tasks.map((task) => task.createdAtMs),
        world.vendor.taskDurationMs,
      ),
    ).toBe(1);
  });
});

describe('never twice', () => {
  it('creates each task once, wherever the process dies and whichever answers are lost', async () => {
    const fault = fc.constantFrom<FakeFault>(
      'none',
      'none',
      'throttled',
      'busy',
      'lost-before-effect',
      'lost-after-effect',
    );
    const scenario = fc.record({
      crashes: fc.array(
        fc.tuple(fc.integer({ min: 0, max: 25 }), fc.constantFrom('before' as const, 'after' as const)),
        { maxLength: 3 },
      ),
      faults: fc.array(fault, { maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ crashes, faults }) => {
        const world = new World({ latencyMs: 30 });
        const queue = [...faults];
        world.vendor.fault = () => queue.shift() ?? 'none';
        scheduleCrashes(world, crashes);
        const result = await world.runThroughCrashes(world.plan(MIXED), crashes.length + 2);
        expect(result.outcome).toBe('succeeded');
        expect(world.createdNames()).toEqual(MIXED_NAMES);
      }),
      { numRuns: 400 },
    );
  });

  it('stops the unit and asks when nothing can tell', async () => {
    const world = new World();
    world.vendor.fault = (call) => (call.operation === 'CreateTask' ? 'lost-after-effect' : 'none');
    const fixture = world.plan([
      { name: 'blind', target: 'blind' },
      { name: 'other', target: 'copy' },
    ]);
    const result = await world.run(fixture);
    expect(result.outcome).toBe('failed');
    expect(result.units.map((unit) => [unit.address, unit.status])).toEqual([
      ['blind', 'unknown'],
      ['other', 'succeeded'],
    ]);
    world.vendor.fault = () => 'none';
    await world.run(fixture);
    expect(world.createdNames()).toEqual(['blind', 'other']);
  });

  it.each<[string, string, readonly FakeFault[], FakeFault, readonly boolean[]]>([
    ['nothing says how it is settled', 'blind', ['lost-after-effect'], 'none', [true]],
    ['the vendor refuses to repeat it', 'copy', ['lost-after-effect', 'fatal'], 'none', [false, true]],
    ['it cannot be looked up', 'move', ['lost-after-effect'], 'lost-before-effect', [false, true]],
  ])('says once that an operator is needed, where %s', async (_why, target, ofCreate, ofOthers, expected) => {
    const world = new World();
    const left = [...ofCreate];
    world.vendor.fault = ({ operation }) => (operation.startsWith('Create') ? (left.shift() ?? 'none') : ofOthers);
    const result = await world.run(world.plan([{ name: 'one', target, maxAttempts: 2 }]));
    expect(result.units[0]).toMatchObject({ status: 'unknown' });
    const said = world.events.flatMap((event) => (event.kind === 'step.unknown' ? [event.needsPerson] : []));
    expect(said).toEqual(expected);
  });

  it('journals why a look-up could not tell, once, and settles it when it can', async () => {
    const world = new World();
    const create = (call: FakeCall): boolean => call.operation === 'CreateTask';
    world.vendor.fault = (call) => (create(call) ? 'lost-after-effect' : 'none');
    const fixture = world.plan([{ name: 'one', target: 'move' }]);
    // Somebody else makes a task of the same name while the answer is lost.
    const namesake = { id: 'task-99', name: 'one', createdAtMs: 0 };
    const result = await world.run(fixture, {
      onEvent: (event) => {
        if (event.kind === 'step.unknown' && !event.needsPerson) world.vendor.tasks.push(namesake);
      },
    });
    expect(result.units[0]).toMatchObject({ status: 'unknown', failure: { message: 'several tasks of that name' } });
    const told = () =>
      world.disk.records.flatMap((record) =>
        record.kind === 'step.failed' ? [[record.outcome, record.code, record.message]] : [],
      );
    const expected = [
      ['unknown', 'ECONNRESET', 'the connection broke'],
      ['unknown', 'RUN_OUTCOME_UNKNOWN', 'several tasks of that name'],
    ];
    expect(told()).toEqual(expected);
    await world.run(fixture);
    expect(told()).toEqual(expected);

    world.vendor.tasks.splice(world.vendor.tasks.indexOf(namesake), 1);
    world.vendor.fault = () => 'none';
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['one']);
  });

  it('journals the fault that kept a look-up from telling', async () => {
    const world = new World();
    world.vendor.fault = (call) => (call.operation === 'CreateTask' ? 'lost-after-effect' : 'lost-before-effect');
    const fixture = world.plan([{ name: 'one', target: 'move', maxAttempts: 2 }]);
    const result = await world.run(fixture);
    expect(result.units[0]).toMatchObject({ status: 'unknown' });
    const [last] = world.disk.records.filter((record) => record.kind === 'step.failed').slice(-1);
    expect(last).toMatchObject({ outcome: 'unknown', code: 'ECONNRESET' });
    expect(result.units[0]?.failure).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('failures', () => {
  it('quarantine their unit and its dependents only', async () => {
    const world = new World();
    world.vendor.failing.add('first[b]');
    const migrations: MigrationFixture[] = [
      { name: 'first', target: 'move', keys: ['a', 'b'] },
      { name: 'after-a', target: 'copy', needs: ['first[a]'] },
      { name: 'after-b', target: 'copy', needs: ['first[b]'] },
      { name: 'after-all', target: 'copy', needs: ['first[*]'] },
      { name: 'last', target: 'copy', needs: ['after-b'] },
    ];
    const result = await world.run(world.plan(migrations));
    expect(result.outcome).toBe('failed');
    expect(Object.fromEntries(result.units.map((unit) => [unit.address, unit.status]))).toEqual({
      'first[a]': 'succeeded',
      'first[b]': 'failed',
      'after-a': 'succeeded',
      'after-b': 'skipped',
      'after-all': 'skipped',
      last: 'skipped',
    });
    const skips = world.events.filter((event) => event.kind === 'unit.skipped').map((event) => event.unit);
    expect(skips.sort()).toEqual(['after-all', 'after-b', 'last']);
  });

  it('stop the run where the migration says so, and can be worked on again', async () => {
    const world = new World();
    world.vendor.fault = (call) => (call.arguments['name'] === 'bad' ? 'fatal' : 'none');
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const migrations: MigrationFixture[] = [
      { name: 'bad', target: 'copy', onFailure: 'stop' },
      { name: 'many', target: 'copy', keys },
    ];
    const fixture = world.plan(migrations, { limits: { inFlight: 1 } });
    const stopped = await world.run(fixture);
    expect(stopped).toMatchObject({
      outcome: 'failed',
      stopReason: { kind: 'failures', message: expect.stringContaining('on_failure: stop') },
    });
    expect(world.vendor.tasks.length).toBeLessThan(keys.length);
    world.vendor.fault = () => 'none';
    expect((await world.run(fixture, { retryFailed: true })).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['bad', ...keys.map((key) => `many[${key}]`)].sort());
  });

  it('of the credentials send nothing more to that provider and leave its units as they are', async () => {
    const world = new World();
    world.vendor.fault = () => 'unauthorized';
    const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
    const fixture = world.plan([{ name: 'many', target: 'copy', keys }], { limits: { inFlight: 1 } });
    const result = await world.run(fixture);
    expect(result).toMatchObject({ outcome: 'failed', suspended: [{ provider: 'it', code: 'SignatureDoesNotMatch' }] });
    expect(world.vendor.calls.length).toBeLessThanOrEqual(5);
    world.vendor.fault = () => 'none';
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.tasks.length).toBe(100);
  });

  it('give up waiting after the time-out and say that the task may go on', async () => {
    const world = new World({ taskDurationMs: 3_600_000 });
    const result = await world.run(world.plan([{ name: 'slow', target: 'copy', timeoutMs: 60_000 }]));
    expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_TASK_FAILED' } });
    expect(result.units[0]?.failure?.message).toContain('may still be running');
    await world.clock.advance(3_600_000);
    const again = await world.run(world.plan([{ name: 'slow', target: 'copy', timeoutMs: 60_000 }]), {
      retryFailed: true,
    });
    expect(again.outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(1);
  });
});

describe('gates', () => {
  it('end the run when nothing else is left, and open when approved', async () => {
    const world = new World();
    const fixture = world.plan([
      { name: 'live', target: 'gated' },
      { name: 'after', target: 'copy', needs: ['live'] },
    ]);
    expect((await world.run(fixture)).outcome).toBe('gated');
    expect(world.vendor.deleted).toEqual([]);
    expect((await world.run(fixture)).outcome).toBe('gated');
    await openMemoryStore(world.disk).post({ kind: 'approve', step: 'live.cutover', by: 'someone' });
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.deleted).toEqual(['task-1']);
  });

  it('are opened while the run goes on, and never before they are reached', async () => {
    const world = new World({ taskDurationMs: 60_000 });
    const store = openMemoryStore(world.disk);
    await store.post({ kind: 'approve', step: 'live.cutover', by: 'too early' });
    const fixture = world.plan([
      { name: 'live', target: 'gated' },
      { name: 'slow', target: 'gated', needs: ['live'] },
    ]);
    const approve = (event: RunEvent): void => {
      if (event.kind === 'gate.waiting' && event.unit === 'live')
        void store.post({ kind: 'approve', step: event.step, by: 'someone' });
    };
    // Another unit keeps the run going, as a long migration would.
    const busy = world.plan([
      { name: 'live', target: 'gated' },
      { name: 'slow', target: 'gated', needs: ['live'] },
      { name: 'long', target: 'move', with: { name: 'long' } },
      { name: 'longer', target: 'move', needs: ['long'] },
    ]);
    expect(fixture.graph.steps.length).toBeLessThan(busy.graph.steps.length);
    const result = await world.run(busy, { onEvent: approve });
    expect(result.units.find((unit) => unit.address === 'live')?.status).toBe('succeeded');
    expect(result.units.find((unit) => unit.address === 'slow')?.status).toBe('gated');
    const approvals = world.disk.records.filter((record) => record.kind === 'gate.approved');
    expect(approvals).toMatchObject([{ step: 'live.cutover', by: 'someone' }]);
  });
});

describe('stopping', () => {
  it('starts nothing more, lets calls in progress finish, and resumes', async () => {
    const world = new World({ latencyMs: 500 });
    const controller = new AbortController();
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const fixture = world.plan([{ name: 'many', target: 'copy', keys }], { limits: { inFlight: 2 } });
    const stopSoon = world.clock.sleep(1_700).then(() => controller.abort());
    const stopped = await world.run(fixture, { signal: controller.signal });
    await stopSoon;
    expect(stopped.outcome).toBe('stopped');
    const created = world.vendor.tasks.length;
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(keys.length);
    const succeeded = world.disk.records.filter((record) => record.kind === 'step.succeeded');
    expect(succeeded).toHaveLength(created);
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(keys.length);
  });

  it('is asked for by another process too, and by nobody of an earlier run', async () => {
    const world = new World({ taskDurationMs: 3_600_000 });
    const store = openMemoryStore(world.disk);
    const fixture = world.plan([{ name: 'slow', target: 'copy' }]);
    const cancelSoon = world.clock.sleep(60_000).then(() => store.post({ kind: 'cancel', by: 'operator' }));
    expect((await world.run(fixture)).outcome).toBe('stopped');
    await cancelSoon;
    await store.post({ kind: 'cancel', by: 'somebody late' });
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(1);
  });

  it('ends at the longest allowed run time', async () => {
    const world = new World({ taskDurationMs: 3_600_000 });
    const fixture = world.plan([{ name: 'slow', target: 'copy' }]);
    expect((await world.run(fixture, { maxRuntimeMs: 60_000 })).outcome).toBe('stopped');
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(1);
  });
});

describe('decisions of a person', () => {
  const decide = (world: World, fixture: PlanFixture, ...decisions: Decision[]) =>
    recordDecisions(decisions, {
      graph: fixture.graph,
      store: openMemoryStore(world.disk),
      clock: world.clock,
      owner: { host: 'host', pid: 2, user: 'operator' },
    });

  it('settle an unknown outcome either way', async () => {
    const world = new World();
    world.vendor.fault = (call) => (call.operation === 'CreateTask' ? 'lost-after-effect' : 'none');
    const fixture = world.plan([
      { name: 'found', target: 'blind' },
      { name: 'gone', target: 'blind' },
    ]);
    await world.run(fixture);
    world.vendor.fault = () => 'none';
    const outputs = { task_id: world.vendor.tasks[0]?.id ?? '' };
    await decide(
      world,
      fixture,
      { kind: 'adopt', step: 'found.create', outputs, reason: 'seen in the console' },
      { kind: 'resolve', step: 'gone.create', resolution: 'did-not-happen', reason: 'not in the console' },
    );
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['found', 'gone', 'gone']);
  });

  it('retry, skip or accept a failed unit', async () => {
    const world = new World();
    for (const name of ['again', 'given-up', 'good-enough']) world.vendor.failing.add(name);
    const fixture = world.plan([
      { name: 'again', target: 'copy' },
      { name: 'given-up', target: 'copy' },
      { name: 'good-enough', target: 'copy' },
      { name: 'after-given-up', target: 'copy', needs: ['given-up'] },
      { name: 'after-good-enough', target: 'copy', needs: ['good-enough'] },
    ]);
    expect((await world.run(fixture)).outcome).toBe('failed');
    world.vendor.failing.clear();
    await decide(
      world,
      fixture,
      { kind: 'retry', unit: 'again', reason: 'repaired' },
      { kind: 'skip', unit: 'given-up', reason: 'no longer needed' },
      { kind: 'accept', unit: 'good-enough', reason: 'checked by hand' },
    );
    const result = await world.run(fixture);
    expect(Object.fromEntries(result.units.map((unit) => [unit.address, unit.status]))).toEqual({
      again: 'succeeded',
      'given-up': 'skipped',
      'good-enough': 'succeeded',
      'after-given-up': 'skipped',
      'after-good-enough': 'succeeded',
    });
    expect(result.outcome).toBe('succeeded');
  });

  it('do a finished unit again from the start, with a new name and token', async () => {
    const world = new World();
    const fixture = world.plan([
      { name: 'one', target: 'copy' },
      { name: 'two', target: 'copy' },
    ]);
    await world.run(fixture);
    await decide(world, fixture, { kind: 'redo', unit: 'one', reason: 'the mapping was wrong' });
    expect((await world.run(fixture)).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['one', 'one', 'two']);
    const tokens = world.vendor.calls
      .filter((call) => call.arguments['name'] === 'one')
      .map((call) => call.arguments['Token']);
    expect(new Set(tokens).size).toBe(2);
  });

  it('are refused where they do not fit, and then write nothing', async () => {
    const world = new World();
    const fixture = world.plan([{ name: 'fine', target: 'copy' }]);
    await world.run(fixture);
    const records = world.disk.records.length;
    const unfit: Decision[] = [
      { kind: 'retry', unit: 'fine', reason: '' },
      { kind: 'skip', unit: 'fine', reason: '' },
      { kind: 'adopt', step: 'fine.create', outputs: {}, reason: '' },
      { kind: 'adopt', step: 'fine.await', outputs: {}, reason: '' },
      { kind: 'accept', unit: 'elsewhere', reason: '' },
      { kind: 'redo', unit: 'elsewhere', reason: '' },
    ];
    for (const decision of unfit)
      await expect(decide(world, fixture, decision)).rejects.toMatchObject({ code: 'RUN_DECISION_REFUSED' });
    expect(world.disk.records.length).toBe(records);
  });
});

describe('a plan that was edited', () => {
  it('is refused when a step that was done means something else, and kept when asked', async () => {
    const world = new World();
    const before = world.plan([{ name: 'one', target: 'copy', with: { name: 'old' } }]);
    const after = world.plan(
      [
        { name: 'one', target: 'copy', with: { name: 'new' } },
        { name: 'two', target: 'copy' },
      ],
      { digest: 'digest-2' },
    );
    await world.run(before);
    await expect(world.run(after)).rejects.toMatchObject({
      code: 'RUN_PLAN_CHANGED',
      comparison: { changed: ['one.create'] },
    });
    expect((await world.run(after, { keepChanged: true })).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['old', 'two']);
    expect(world.disk.records.some((record) => record.kind === 'plan.rebased')).toBe(true);
  });

  it('asks once for each change of a step that was done, whatever else changes', async () => {
    const world = new World();
    const plan = (names: Readonly<Record<string, string>>, digest: string) =>
      world.plan(
        Object.entries(names).map(([unit, name]) => ({ name: unit, target: 'copy', with: { name } })),
        { digest },
      );
    const refusal = (changed: readonly string[]) => ({ code: 'RUN_PLAN_CHANGED', comparison: { changed } });
    await world.run(plan({ one: 'a', two: 'a' }, '1'));
    const edited = plan({ one: 'b', two: 'a' }, '2');
    await world.run(edited, { keepChanged: true });
    expect((await world.run(edited)).outcome).toBe('succeeded');
    // A change elsewhere in the plan, and one that goes back to what was done.
    expect((await world.run(plan({ one: 'b', two: 'a', three: 'a' }, '3'))).outcome).toBe('succeeded');
    expect((await world.run(plan({ one: 'a', two: 'a', three: 'a' }, '4'))).outcome).toBe('succeeded');

    const again = plan({ one: 'b', two: 'c', three: 'a' }, '5');
    await expect(world.run(again)).rejects.toMatchObject(refusal(['two.create']));
    await world.run(again, { keepChanged: true });
    const further = plan({ one: 'd', two: 'c', three: 'a' }, '6');
    await expect(world.run(further)).rejects.toMatchObject(refusal(['one.create']));
    expect((await world.run(again)).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['a', 'a', 'a']);
  });

  it('leaves an effect of unknown outcome to a person when its arguments changed since it was sent', async () => {
    const world = new World();
    const plan = (name: string) =>
      world.plan(
        ['move', 'copy'].map((target) => ({ name: target, target, with: { name: `${target}-${name}` } })),
        { digest: name },
      );
    crashOnce(world, 2, 'after');
    world.vendor.fault = (call) => (call.operation.startsWith('Create') ? 'lost-after-effect' : 'none');
    await world.run(plan('old')).catch(() => {});
    world.disk.releaseLockOfDeadProcess();
    world.vendor.fault = () => 'none';
    const result = await world.run(plan('new'), { keepChanged: true });
    expect(result.units.map((unit) => [unit.status, unit.failure?.message])).toEqual([
      ['unknown', expect.stringContaining('the plan changed its arguments')],
      ['unknown', expect.stringContaining('the plan changed its arguments')],
    ]);
    expect(world.createdNames().filter((name) => name.endsWith('new'))).toEqual([]);
    expect((await world.run(plan('old'))).outcome).toBe('succeeded');
    expect(world.createdNames()).toEqual(['copy-old', 'move-old']);
  });
});

/** Ends the process at commit number `at`, once: before it nothing of the batch is kept, after it everything is. */
function crashOnce(world: World, at: number, phase: 'before' | 'after'): void {
  scheduleCrashes(world, [[at, phase]]);
}

/** Each crash comes so many commits after the one before it. */
function scheduleCrashes(world: World, crashes: readonly (readonly [number, 'before' | 'after'])[]): void {
  const left = [...crashes];
  let commits = 0;
  world.disk.onCommit = (phase) => {
    const next = left[0];
    if (phase === 'before') commits += 1;
    if (next === undefined || phase !== next[1] || commits <= next[0]) return;
    left.shift();
    commits = 0;
    throw new SimulatedCrash(`at commit ${next[0]}, ${phase}`);
  };
}

function mostInAnyWindow(timesMs: readonly number[], windowMs: number): number {
  const sorted = timesMs.toSorted((left, right) => left - right);
  return Math.max(
    0,
    ...sorted.map((start) => sorted.filter((time) => time >= start && time < start + windowMs).length),
  );
}

function mostOverlapping(startsMs: readonly number[], durationMs: number): number {
  return mostInAnyWindow(startsMs, durationMs);
}
