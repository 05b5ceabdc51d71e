import { describe, expect, it } from 'vitest';
import { recordDecisions } from '../decisions/decide.ts';
import type { Decision } from '../decisions/decision.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { StepBlueprint } from '../provider/blueprint.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { withSession } from '../testing/internal/broken-run.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { type Json, Reference } from '../value/value.ts';

describe('what a check keeps', () => {
  it('is sent by a later step that runs always, also when the unit failed', async () => {
    for (const isFailing of [false, true]) {
      const tuned = new TunedWorld();
      if (isFailing) tuned.world.vendor.failing.add('index');
      const result = await tuned.run();
      expect(result.outcome).toBe(isFailing ? 'failed' : 'succeeded');
      expect(tuned.sets).toEqual([0, 2]);
      expect(tuned.outputsOf('index.settings')).toEqual({ replicas: 2, interval: '30s' });
    }
  });

  it('is what the last answer before the first effect said, wherever the process dies', async () => {
    const deaths = await countCommits();
    expect(deaths).toBeGreaterThan(6);
    for (let deathAt = 1; deathAt <= deaths; deathAt += 1)
      for (const phase of ['before', 'after'] as const) {
        const tuned = new TunedWorld();
        await tuned.dieAt(deathAt, phase);
        const hasBegun = tuned.world.disk.records.some(({ kind }) => kind === 'step.intent');
        // Somebody else changes the object between the runs, which only counts before the first effect.
        if (!hasBegun) tuned.replicas = 3;
        expect((await tuned.run()).outcome).toBe('succeeded');
        expect(tuned.replicas, `killed ${phase} commit ${deathAt}`).toBe(hasBegun ? 2 : 3);
      }
  });

  it('is null where the answer has no such thing, and where there is no answer to judge', async () => {
    const tuned = new TunedWorld();
    tuned.isMissing = true;
    expect((await tuned.run()).outcome).toBe('succeeded');
    expect(tuned.outputsOf('index.settings')).toEqual({ replicas: null, interval: null });
    expect(tuned.sets).toEqual([0, null]);
  });

  it('is no secret, also where the answer repeats one', async () => {
    const tuned = new TunedWorld();
    tuned.interval = 'hunter2-and-more';
    await tuned.run({ secret: 'hunter2-and-more' });
    expect(tuned.outputsOf('index.settings')).toEqual({ replicas: 2, interval: '[redacted]' });
  });

  it('is kept by a check that failed, for an operator who passes it', async () => {
    const tuned = new TunedWorld();
    tuned.isUnsuitable = true;
    expect((await tuned.run()).outcome).toBe('failed');
    expect(tuned.sets).toEqual([]);
    expect(tuned.world.disk.records.at(-2)).toMatchObject({ kind: 'step.failed', outputs: { replicas: 2 } });
    await tuned.decide({ kind: 'adopt', step: 'index.set', outputs: {}, existingIds: [], reason: 'it is set' });
    expect((await tuned.run()).outcome).toBe('succeeded');
    expect(tuned.sets).toEqual([2]);
  });

  it('is never sent as null where the check was passed without an answer', async () => {
    const tuned = new TunedWorld();
    await tuned.decide({
      kind: 'adopt',
      step: 'index.set',
      outputs: {},
      existingIds: [],
      isFound: true,
      reason: 'set',
    });
    const result = await tuned.run();
    const message = expect.stringContaining('It sends replicas as index.settings found it');
    expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_OUTPUT_MISSING', message } });
    expect(tuned.sets).toEqual([]);
  });

  it('is nothing that a unit leaves behind when it is started over', async () => {
    const tuned = new TunedWorld();
    tuned.isUnsuitable = true;
    await tuned.run();
    await tuned.decide({ kind: 'redo', unit: 'index', reason: 'again' });
    tuned.isUnsuitable = false;
    expect((await tuned.run()).outcome).toBe('succeeded');
    const redone = tuned.world.disk.records.find(({ kind }) => kind === 'unit.redone');
    expect(redone).toMatchObject({ readSteps: ['index.settings'] });
    expect(redone).not.toHaveProperty('replacedIds');
  });
});

async function countCommits(): Promise<number> {
  const tuned = new TunedWorld();
  await tuned.dieAt(Number.POSITIVE_INFINITY, 'after');
  return tuned.commits;
}

/** An object with a setting that a unit changes while it copies, and restores afterwards. */
class TunedWorld {
  readonly world: RunWorld = new RunWorld();
  replicas: Json = 2;
  interval = '30s';
  isMissing = false;
  isUnsuitable = false;
  readonly sets: Json[] = [];
  commits = 0;
  readonly #registry = createRegistry([this.#provider()]);
  readonly #fixture = buildPlanFixture([{ name: 'index', target: 'tuned' }], this.#registry);

  run({ secret }: { readonly secret?: string } = {}) {
    const secrets = new Map(secret === undefined ? [] : [['pw', { kind: 'env', name: 'PW' } as const]]);
    const plan = { ...this.#fixture.plan, secrets };
    return this.world.run(this.#fixture, { plan, registry: this.#registry, readSecret: () => secret });
  }

  async dieAt(deathAt: number, deathPhase: 'before' | 'after'): Promise<void> {
    this.world.disk.onCommit = (phase) => {
      if (phase === 'before') this.commits += 1;
      if (phase === deathPhase && this.commits === deathAt) throw new Error('the process was killed');
    };
    await this.run().catch(() => {});
    this.world.disk.releaseLockOfDeadProcess();
    this.world.disk.onCommit = () => {};
  }

  async decide(decision: Decision): Promise<void> {
    const store = openMemoryStore(this.world.disk);
    const owner = { host: 'host', pid: 1, user: 'tester' };
    await recordDecisions([decision], { graph: this.#fixture.graph, store, clock: this.world.clock, owner });
  }

  outputsOf(address: string): unknown {
    const record = this.world.disk.records.findLast((one) => one.kind === 'step.succeeded' && one.step === address);
    return record?.kind === 'step.succeeded' ? record.outputs : undefined;
  }

  #provider(): Provider {
    const fake = createFakeProvider(this.world.vendor);
    const { CreateTask, ListTasks } = fake.operations;
    const { move } = fake.kinds;
    if (CreateTask === undefined || ListTasks === undefined || move === undefined) throw new Error('the fake has them');
    const SetSettings = {
      ...CreateTask,
      name: 'SetSettings',
      recovery: { policy: 'repeatable' },
      outputs: {},
    } as const;
    const { taskId: _none, ...setSettings } = SetSettings;
    const provider: Provider = {
      ...fake,
      operations: {
        ...fake.operations,
        SetSettings: setSettings,
        GetSettings: { ...ListTasks, name: 'GetSettings' },
      },
      kinds: { tuned: { ...move, name: 'tuned', outputs: [], expand: () => ({ steps: STEPS, outputs: {} }) } },
      checks: {
        settings: {
          judge: () =>
            this.isUnsuitable
              ? { kind: 'failed', detail: 'unsuitable', hint: 'Change it.' }
              : { kind: 'passed', detail: 'read' },
          judgeNotFound: () => ({ kind: 'passed', detail: 'not there' }),
          outputs: { replicas: '/response/index/replicas', interval: '/response/index/refresh_interval' },
        },
      },
    };
    return withSession(provider, (session) => ({
      call: async (operation: string, args: Record<string, Json>, options: never) => {
        if (operation === 'GetSettings') return { response: this.#settings() };
        if (operation !== 'SetSettings') return session.call(operation, args, options);
        this.replicas = args['replicas'] ?? null;
        this.sets.push(this.replicas);
        return { response: {} };
      },
    }));
  }

  #settings(): Json {
    if (this.isMissing)
      throw new ProviderError('no index', { vendorCode: 'NotFound', class: 'not-found', effect: 'none' });
    return { index: { replicas: this.replicas, refresh_interval: this.interval } };
  }
}

const STEPS: readonly StepBlueprint[] = [
  {
    kind: 'check',
    name: 'settings',
    title: 'read the settings',
    operation: 'GetSettings',
    arguments: {},
    check: 'settings',
  },
  {
    kind: 'call',
    name: 'set',
    title: 'take the copies away',
    operation: 'SetSettings',
    arguments: { replicas: 0 },
  },
  { kind: 'call', name: 'create', title: 'copy', operation: 'CreateTask', arguments: { name: 'index' } },
  {
    kind: 'await',
    name: 'await',
    title: 'wait for the copy',
    poll: 'tasks',
    goal: 'done',
    arguments: { id: new Reference(['steps', 'create', 'outputs', 'task_id']) },
  },
  {
    kind: 'call',
    name: 'restore',
    title: 'restore the settings',
    needs: ['set', 'await'],
    always: true,
    operation: 'SetSettings',
    arguments: { replicas: new Reference(['steps', 'settings', 'outputs', 'replicas']) },
  },
];
