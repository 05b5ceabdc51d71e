import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectProviders } from '../connect/connect-providers.ts';
import type { RunEventBody } from '../events/event.ts';
import type { Graph } from '../graph/graph.ts';
import { unitOfRecord } from '../graph/unit-of-record.ts';
import { CheckpointFold } from '../journal/checkpoint.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import type { RecordBody } from '../journal/record.ts';
import type { DeclaredLimits, Plan } from '../plan/plan.ts';
import { selectAll } from '../progress/selection.ts';
import { UnitStates } from '../progress/unit-states.ts';
import type { PollHistory } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import { createRegistry, type ProviderRegistry } from '../provider/registry.ts';
import type { LostCall } from '../provider/session.ts';
import { Redactor } from '../redact/redactor.ts';
import { Ledger } from '../scheduler/ledger.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Run } from './run.ts';
import type { RunParts } from './run-parts.ts';
import type { RunResult } from './run-result.ts';

const OWNER = { host: 'host', pid: 1, user: 'ann' };

describe('how a run ends', () => {
  /** By the kind of a unit and what happens to its create. */
  const FATES = {
    succeeded: ['move', 'none'],
    failed: ['move', 'fatal'],
    unknown: ['blind', 'lost-after-effect'],
    gated: ['gated', 'none'],
  } as const;
  type Fate = keyof typeof FATES;
  const fates = fc.array(fc.constantFrom(...(Object.keys(FATES) as Fate[])), { minLength: 1, maxLength: 5 });

  it('follows from how its units did, and one unit does nothing to the others', async () => {
    await fc.assert(
      fc.asyncProperty(fates, async (expected) => {
        const world = new Runs(expected.map((fate, index) => ({ name: `u${index}`, target: FATES[fate][0] })));
        world.fault = (unit) => FATES[expected[Number(unit.slice(1))] ?? 'succeeded'][1];
        const { units, outcome } = await world.execute();
        expect(units.map(({ status }) => status)).toEqual(expected);
        const isBroken = expected.includes('failed') || expected.includes('unknown');
        expect(outcome).toBe(isBroken ? 'failed' : expected.includes('gated') ? 'gated' : 'succeeded');
      }),
      { numRuns: 60 },
    );
  });

  it('is a success when what failed was given up, and a failure when it was only skipped because of one', async () => {
    const world = new Runs([
      { name: 'first', target: 'move' },
      { name: 'later', target: 'move', needs: ['first'] },
    ]);
    world.fault = () => 'fatal';
    expect(await world.execute()).toMatchObject({ outcome: 'failed', units: [{}, { status: 'skipped' }] });
    world.journal({ kind: 'unit.decided', unit: 'first', decision: 'skipped', by: 'ann', reason: '' });
    expect((await world.execute()).outcome).toBe('succeeded');
  });

  it('is judged by the units that it works on alone, and the others stay as they are', async () => {
    const world = new Runs([
      { name: 'mine', target: 'move' },
      { name: 'other', target: 'move' },
    ]);
    world.fault = (unit) => (unit === 'other' ? 'fatal' : 'none');
    const only = (name: string) => ({ ...selectAll(), includes: (unit: string) => unit === name });
    const result = await world.execute({ selection: only('mine') });
    expect(result).toMatchObject({ outcome: 'succeeded', units: [{ status: 'succeeded' }, { status: 'pending' }] });
    expect((await world.execute({ selection: only('other') })).outcome).toBe('failed');
    expect((await world.execute({ selection: only('mine') })).outcome).toBe('succeeded');
  });
});

describe('a run that stops itself', () => {
  const keys = ['a', 'b', 'c', 'd'];

  it('after so many failed units starts nothing more, and says why', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), async (maxFailures) => {
        const world = new Runs([{ name: 'all', target: 'move', keys }], { inFlight: 1, active: 1 });
        world.fault = () => 'fatal';
        const result = await world.execute({
          policies: new PolicySet({ plan: world.plan, graph: world.graph, registry: world.registry, maxFailures }),
        });
        expect(result.counts.units.failed).toBe(maxFailures);
        const message = maxFailures === 1 ? '1 unit failed' : `${maxFailures} units failed`;
        expect(result.stopReason).toEqual({ kind: 'failures', message });
        expect(result.outcome).toBe('failed');
        expect(world.vendor.calls).toHaveLength(maxFailures);
      }),
    );
  });

  it('because a migration says so names it, whatever number may fail', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys, onFailure: 'stop' }], { inFlight: 1, active: 1 });
    world.fault = () => 'fatal';
    const result = await world.execute({
      policies: new PolicySet({ plan: world.plan, graph: world.graph, registry: world.registry, maxFailures: 3 }),
    });
    expect(result.stopReason).toMatchObject({ message: 'all[a] failed and its migration says on_failure: stop' });
    expect(world.events.filter(({ kind }) => kind === 'run.stopping')).toHaveLength(1);
    expect(result.counts.units).toMatchObject({ failed: 1, pending: 3 });
  });
});

describe('a run that is stopped', () => {
  it('starts nothing more, records the answers of calls under way, and leaves remote tasks alone', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b', 'c', 'd'] }], { inFlight: 2 });
    const stopping = new AbortController();
    world.fault = () => {
      // One call tries the credentials; after it two are under way at once.
      if (world.vendor.inFlight === 2) stopping.abort(new Error('stopped on request'));
      return 'none';
    };
    const result = await world.execute({ stopping });
    expect(result).toMatchObject({ outcome: 'stopped', counts: { units: { active: 3, pending: 1 } } });
    const recorded = world.records.map((record) => `${record.kind} ${'step' in record ? record.step : ''}`);
    expect(recorded).toEqual([
      'step.intent all[a].create',
      'step.succeeded all[a].create',
      'step.intent all[b].create',
      'step.intent all[c].create',
      'step.succeeded all[b].create',
      'step.succeeded all[c].create',
    ]);
    expect((await world.execute()).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(4);
  });

  it('before it could ask what became of a call has stopped, and one that could not find out has failed', async () => {
    const stopping = new AbortController();
    const lost = new Runs([{ name: 'one', target: 'move' }]);
    lost.fault = () => {
      stopping.abort(new Error('stopped on request'));
      return 'lost-after-effect';
    };
    const result = await lost.execute({ stopping });
    expect(result).toMatchObject({ outcome: 'stopped', units: [{ status: 'unknown', step: 'one.create' }] });
    expect(result.stopReason).toMatchObject({ kind: 'interrupted' });
    lost.fault = () => 'none';
    expect((await lost.execute()).outcome).toBe('succeeded');
    expect(lost.vendor.tasks).toHaveLength(1);

    const blind = new Runs([{ name: 'one', target: 'blind' }]);
    blind.fault = () => 'lost-after-effect';
    blind.onEvent = ({ kind }) => {
      if (kind === 'step.unknown') late.abort(new Error('stopped on request'));
    };
    const late = new AbortController();
    expect((await blind.execute({ stopping: late })).outcome).toBe('failed');
  });

  it('by another process does so from within a second, and a wish from before it began is not meant for it', async () => {
    const world = new Runs([{ name: 'one', target: 'move' }]);
    await world.store.post({ kind: 'cancel', by: 'an earlier one' });
    world.onEvent = ({ kind }) => {
      if (kind === 'step.waiting') void world.store.post({ kind: 'cancel', by: 'bob' });
    };
    const result = await world.execute();
    expect(result.outcome).toBe('stopped');
    expect(world.events.filter(({ kind }) => kind === 'run.stopping')).toEqual([
      { kind: 'run.stopping', reason: 'cancelled by bob' },
    ]);
    expect(world.vendor.calls.filter(({ operation }) => operation === 'CreateTask')).toHaveLength(1);
  });
});

it('a gate that is approved while the run works lets its unit continue, and is announced once', async () => {
  const world = new Runs([
    { name: 'gated', target: 'gated' },
    { name: 'slow', target: 'move', needs: ['gated'] },
    { name: 'other', target: 'copy' },
  ]);
  world.onEvent = ({ kind }) => {
    if (kind === 'gate.waiting') void world.store.post({ kind: 'approve', step: 'gated.cutover', by: 'bob' });
  };
  // Another unit keeps the run going while the gate waits.
  world.durationOf = (unit) => (unit === 'other' ? 300_000 : 10_000);
  expect((await world.execute()).outcome).toBe('succeeded');
  const told = world.events.filter(({ kind }) => kind.startsWith('gate.'));
  expect(told.map(({ kind }) => kind)).toEqual(['gate.waiting', 'gate.approved']);
  expect(world.records.find(({ kind }) => kind === 'gate.approved')).toMatchObject({ by: 'bob' });
});

it('a refusal of the credentials ends everything of that provider: nothing is sent, polled or failed any more', async () => {
  const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b', 'c'] }], { active: 2 });
  world.vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'unauthorized' : 'none');
  const result = await world.execute();
  expect(result).toMatchObject({ outcome: 'failed', suspended: [{ provider: 'it', code: 'SignatureDoesNotMatch' }] });
  expect(result.counts.units).toMatchObject({ active: 2, pending: 1, failed: 0 });
  expect(world.events.filter(({ kind }) => kind === 'provider.suspended')).toHaveLength(1);
  expect(world.vendor.calls.filter(({ operation }) => operation === 'ListTasks')).toHaveLength(1);
});

it('while the connection is down only one call at a time probes it, and the run waits for it', async () => {
  const world = new Runs([{ name: 'all', target: 'copy', keys: ['a', 'b', 'c', 'd', 'e'] }]);
  world.vendor.fault = ({ startedAtMs }) => (startedAtMs < 20_000 ? 'unreachable' : 'none');
  expect((await world.execute()).outcome).toBe('succeeded');
  const early = world.vendor.calls.filter(({ startedAtMs }) => startedAtMs < 20_000);
  expect(new Set(early.map(({ startedAtMs }) => startedAtMs)).size).toBe(early.length);
  expect(early.length).toBeLessThan(10);
  // The other four had begun when it went down; after that nothing but the probe is tried and shown as a retry.
  expect(world.events.filter(({ kind }) => kind === 'step.retrying')).toHaveLength(early.length + 4);
});

describe('a run that cannot continue', () => {
  it('ends with what broke it, after the calls under way have ended', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b', 'c'] }]);
    const record = async (body: RecordBody): Promise<void> => {
      if (body.kind === 'step.succeeded') throw new Error('the disk is full');
      world.journal(body);
    };
    await expect(world.execute({ record })).rejects.toThrow('the disk is full');
    expect(world.vendor.inFlight).toBe(0);
  });

  it('names what was thrown also when that is no error', async () => {
    const world = new Runs([{ name: 'one', target: 'move' }]);
    const record = () => Promise.reject('a text');
    await expect(world.execute({ record })).rejects.toMatchObject({
      message: expect.stringContaining('something that is not an error was thrown: a text'),
    });
  });
});

describe('a run that resumes', () => {
  it('records that failed units are retried before anything else, and of those that it works on alone', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b', 'c'] }]);
    world.fault = (unit) => (unit === 'all[c]' ? 'none' : 'fatal');
    await world.execute();
    world.records.length = 0;
    expect((await world.execute()).counts.units).toMatchObject({ failed: 2, succeeded: 1 });
    expect(world.records).toEqual([]);
    world.fault = () => 'none';
    const selection = { ...selectAll(), includes: (unit: string) => unit !== 'all[b]' };
    expect((await world.execute({ retryFailed: true, selection })).counts.units).toMatchObject({ failed: 1 });
    expect(world.records[0]).toEqual({
      kind: 'step.retried',
      step: 'all[a].create',
      by: 'ann@host',
      reason: 'all failed units are retried',
      run: 'run-1',
    });
    expect(world.kinds().filter((kind) => kind === 'step.retried')).toHaveLength(1);
  });

  it('knows the tasks of all steps of the journal, so that no look-up takes one of them', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b'] }]);
    world.fault = (unit) => (unit === 'all[b]' ? 'busy' : 'none');
    await world.stopAt('step.waiting');
    world.fault = () => 'lost-after-effect';
    const redone = { kind: 'unit.redone', unit: 'all[b]', steps: [], replacedIds: ['task-0'], by: 'ann', reason: '' };
    world.journal(redone as RecordBody);
    await world.execute();
    expect(world.lookedUp[0]?.takenIds).toEqual(['task-1', 'task-0']);
  });

  it('counts a wait from when it could begin, also in an earlier run, and anew after it has failed', async () => {
    const world = new Runs([{ name: 'one', target: 'move', timeoutMs: 60_000 }]);
    world.durationOf = () => 30 * 3_600_000;
    await world.stopAt('step.waiting');
    await world.clock.advance(3_600_000);
    world.histories.length = 0;
    expect((await world.execute()).outcome).toBe('failed');
    expect(world.histories[0]?.sinceReadyMs).toBeGreaterThanOrEqual(3_600_000);
    expect(world.histories[0]?.waitedMs).toBeLessThan(60_000);
    world.histories.length = 0;
    await world.execute({ retryFailed: true });
    expect(world.histories[0]?.sinceReadyMs).toBe(world.histories[0]?.waitedMs);
  });

  it('holds the places of tasks that earlier runs opened', async () => {
    const world = new Runs([{ name: 'all', target: 'move', keys: ['a', 'b', 'c'] }], { active: 2 });
    await world.stopAt('step.waiting');
    const open = world.vendor.tasks.length;
    let most = 0;
    world.onEvent = () => {
      const running = world.vendor.tasks.filter((task) => world.vendor.statusOf(task) === 'RUNNING').length;
      most = Math.max(most, running);
    };
    expect((await world.execute()).outcome).toBe('succeeded');
    expect([open, most]).toEqual([2, 2]);
  });
});

/** Runs over one journal, vendor and clock, one after the other. */
class Runs {
  readonly clock = new VirtualClock();
  readonly vendor = new FakeVendor(this.clock);
  readonly store = openMemoryStore(new MemoryDisk('fixture', createSeededRandom(1)));
  readonly fold = new CheckpointFold();
  readonly records: RecordBody[] = [];
  readonly events: RunEventBody[] = [];
  readonly histories: PollHistory[] = [];
  readonly lookedUp: LostCall[] = [];
  readonly #provider: Provider;
  readonly #fixture: PlanFixture;
  /** Of the run in progress. */
  #states: UnitStates | undefined;
  onEvent: (event: RunEventBody) => void = () => {};
  durationOf: (unit: string) => number = () => 60_000;

  constructor(migrations: readonly MigrationFixture[], limits: DeclaredLimits = {}) {
    this.#provider = this.#watched(createFakeProvider(this.vendor));
    this.#fixture = buildPlanFixture(migrations, createRegistry([this.#provider]), { limits });
    this.vendor.statusOf = ({ name, createdAtMs }) =>
      this.clock.now() < createdAtMs + this.durationOf(name) ? 'RUNNING' : 'SUCCESS';
  }

  /** What happens to the create of a unit. */
  set fault(decide: (unit: string) => FakeFault) {
    this.vendor.fault = ({ arguments: { name } }) => (typeof name === 'string' ? decide(name) : 'none');
  }

  journal(body: RecordBody): void {
    this.records.push(body);
    const seq = this.fold.lastSeq + 1;
    this.fold.add({ seq, rid: `${seq}`, epoch: 1, t: this.clock.now(), ...body });
    const unit = unitOfRecord(body, this.#fixture.graph);
    if (unit !== undefined) this.#states?.update(unit, this.fold);
  }

  kinds(): readonly RecordBody['kind'][] {
    return this.records.map(({ kind }) => kind);
  }

  /** A run that is stopped, as by a first Ctrl-C, at the first event of that kind. */
  async stopAt(kind: RunEventBody['kind']): Promise<void> {
    const stopping = new AbortController();
    this.onEvent = (event) => {
      if (event.kind === kind) stopping.abort(new Error('stopped on request'));
    };
    await this.execute({ stopping });
    this.onEvent = () => {};
  }

  get registry(): ProviderRegistry {
    return createRegistry([this.#provider]);
  }

  get plan(): Plan {
    return this.#fixture.plan;
  }

  get graph(): Graph {
    return this.#fixture.graph;
  }

  async execute(changes: Partial<RunParts> = {}): Promise<RunResult> {
    return await this.clock.runUntil(this.#execute(changes));
  }

  async #execute(changes: Partial<RunParts>): Promise<RunResult> {
    const { plan, graph } = this.#fixture;
    const random = createSeededRandom(2);
    const stopping = changes.stopping ?? new AbortController();
    await using lease = await this.store.acquire(OWNER);
    await using providers = await connectProviders({
      plan,
      registry: this.registry,
      secrets: new Map(),
      env: {},
      transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
      clock: this.clock,
      random,
      stopping: stopping.signal,
      earlierCalls: 'none',
      onThrottled: () => {},
    });
    this.#states = UnitStates.of(graph, this.fold.checkpoint());
    const run = await Run.begin({
      id: 'run-1',
      graph,
      ledger: Ledger.of(graph),
      states: this.#states,
      orphans: [],
      providers: providers.byAlias,
      lease,
      record: async (body) => this.journal(body),
      fold: this.fold,
      scope: {
        plan: plan.name,
        graph,
        stateId: 'state-1',
        secrets: new Map(),
        stepState: (address) => this.fold.step(address),
        generation: () => 0,
      },
      digestKey: createSecretKey(Buffer.alloc(32, 7)),
      redactor: new Redactor([]),
      clock: this.clock,
      random,
      emit: (event) => {
        this.events.push(event);
        this.onEvent(event);
      },
      stopping,
      retryFailed: false,
      waitsForWindows: false,
      startedBy: 'ann@host',
      foreignBeforeMs: 0,
      policies: new PolicySet({ plan, graph, registry: this.registry }),
      selection: selectAll(),
      ...changes,
    });
    return await run.execute();
  }

  #watched(provider: Provider): Provider {
    const tasks = provider.polls['tasks'];
    if (tasks === undefined) throw new Error('the fake provider has it');
    const judge: typeof tasks.judge = (item, observation, history) => {
      this.histories.push(history);
      return tasks.judge(item, observation, history);
    };
    return {
      ...provider,
      polls: { tasks: { ...tasks, judge } },
      connect: async (options) => {
        const session = await provider.connect(options);
        const reconcile = session.reconcile?.bind(session);
        return Object.assign(session, {
          reconcile: async (lost: LostCall, context: never) => {
            this.lookedUp.push(lost);
            return await reconcile?.(lost, context);
          },
        });
      },
    };
  }
}
