import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { StepBlueprint } from '../provider/blueprint.ts';
import type { Operation } from '../provider/operation.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry, type ProviderRegistry } from '../provider/registry.ts';
import type { Reconciliation } from '../provider/session.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { withSession } from '../testing/internal/broken-run.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { buildPlanFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import type { Json } from '../value/value.ts';

const HOLDS_MS = 300_000;
const RELIED_MS = 180_000;

describe('a call that relies on what holds for a limited time', () => {
  it('is sent at once while that holds', async () => {
    const held = new HeldWorld();
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'exchange', 'lift']);
  });

  it('has it done anew by a later run, once the call is found not to have happened', async () => {
    const held = new HeldWorld();
    await held.dieAfterIntent('unit.exchange');
    held.pausedUntilMs = 0;
    held.write();
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'pause', 'compare', 'exchange', 'lift']);
    expect(held.exchangedUnderWriters).toBe(false);
  });

  it('has it done anew by a later run that has not begun the call', async () => {
    const held = new HeldWorld();
    held.refusals.push(refusal('unauthorized'));
    await held.run();
    expect(held.sent).toEqual(['pause', 'compare', 'exchange']);
    await held.world.clock.advance(HOLDS_MS);
    held.write();
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent.slice(3)).toEqual(['pause', 'compare', 'exchange', 'lift']);
    expect(held.exchangedUnderWriters).toBe(false);
  });

  it.each([
    ['shorter', 60_000, ['exchange']],
    ['longer', 400_000, ['pause', 'compare', 'exchange']],
  ] as const)('has it done anew after a wait that is %s than it holds, as need be', async (_length, waitMs, again) => {
    const held = new HeldWorld();
    held.refusals.push(refusal('throttled', waitMs));
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'exchange', ...again, 'lift']);
    expect(held.exchangedUnderWriters).toBe(false);
  });

  it('has it done anew after an answer that was lost, however soon', async () => {
    const held = new HeldWorld();
    held.refusals.push(new ProviderError('reset', { vendorCode: 'Reset', class: 'transient', effect: 'possible' }));
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'exchange', 'pause', 'compare', 'exchange', 'lift']);
  });

  it('is sent once more after it, where the vendor takes it twice', async () => {
    const held = new HeldWorld('repeatable');
    held.refusals.push(new ProviderError('reset', { vendorCode: 'Reset', class: 'transient', effect: 'possible' }));
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'exchange', 'pause', 'compare', 'exchange', 'lift']);
  });

  it('has it done anew when the machine has slept, which one of its clocks does not count', async () => {
    const held = new HeldWorld();
    held.refusals.push(refusal('throttled', 1_000));
    held.onRefused = () => {
      held.sleptMs += 3_600_000;
    };
    expect((await held.run()).outcome).toBe('succeeded');
    expect(held.sent).toEqual(['pause', 'compare', 'exchange', 'pause', 'compare', 'exchange', 'lift']);
    expect(held.exchangedUnderWriters).toBe(false);
  });

  it('fails in the end, and lifts what it holds, where each time it has to wait for too long', async () => {
    const held = new HeldWorld();
    held.refusals.push(...Array.from({ length: 20 }, () => refusal('busy', 400_000)));
    const result = await held.run();
    expect(result.units[0]).toMatchObject({
      status: 'failed',
      failure: { code: 'RUN_HOLD_OVER', message: expect.stringContaining('unit.pause') },
    });
    const exchanges = held.sent.filter((operation) => operation === 'exchange');
    expect(exchanges.length).toBeLessThan(10);
    expect(held.sent.at(-1)).toBe('lift');
    expect(held.pausedUntilMs).toBe(0);
  });

  it('is never sent without it, wherever the process dies and however long it is dead', async () => {
    const calm = new HeldWorld();
    await calm.run();
    for (let deathAt = 1; deathAt <= calm.world.disk.records.length; deathAt += 1)
      for (const phase of ['before', 'after'] as const) {
        const held = new HeldWorld();
        await held.dieAt(deathAt, phase);
        await held.world.clock.advance(HOLDS_MS);
        held.write();
        expect((await held.run()).outcome, `killed ${phase} commit ${deathAt}`).toBe('succeeded');
        expect(held.exchangedUnderWriters, `killed ${phase} commit ${deathAt}`).toBe(false);
        expect(held.sent.filter((operation) => operation === 'exchange')).toHaveLength(1);
      }
  });

  it('is never sent without it, also where the process dies while it is done anew', async () => {
    for (let deathAt = 1; deathAt <= 12; deathAt += 1) {
      const held = new HeldWorld();
      await held.dieAfterIntent('unit.exchange');
      held.pausedUntilMs = 0;
      held.write();
      await held.dieAt(deathAt, 'after');
      held.pausedUntilMs = 0;
      held.write();
      expect((await held.run()).outcome).toBe('succeeded');
      expect(held.exchangedUnderWriters, `killed after commit ${deathAt}`).toBe(false);
    }
  });
});

function refusal(errorClass: 'unauthorized' | 'throttled' | 'busy', retryAfterMs?: number): ProviderError {
  const more = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new ProviderError('not now', { vendorCode: 'Refused', class: errorClass, effect: 'none', ...more });
}

/** A server whose writers wait while it is paused, and an exchange that must find them waiting since they were compared. */
class HeldWorld {
  readonly world: RunWorld = new RunWorld();
  readonly #policy: 'inspect' | 'repeatable';
  readonly sent: string[] = [];
  readonly refusals: ProviderError[] = [];
  exchangedUnderWriters: boolean | undefined;
  pausedUntilMs = 0;
  sleptMs = 0;
  onRefused: () => void = () => {};
  #writes = 0;
  #comparedWrites: number | undefined;
  readonly #registry: ProviderRegistry;
  readonly #fixture: PlanFixture;
  readonly #clock: Clock = {
    now: () => this.world.clock.now() + this.sleptMs,
    monotonicMs: () => this.world.clock.monotonicMs(),
    sleep: (ms, signal) => this.world.clock.sleep(ms, signal),
  };

  constructor(policy: 'inspect' | 'repeatable' = 'inspect') {
    this.#policy = policy;
    this.#registry = createRegistry([this.#provider()]);
    this.#fixture = buildPlanFixture([{ name: 'unit', target: 'held' }], this.#registry);
  }

  run() {
    const store = openMemoryStore(this.world.disk);
    return this.world.run(this.#fixture, { registry: this.#registry, clock: this.#clock, store });
  }

  /** A client of the server: it waits while that is paused. */
  write(): void {
    if (this.#clock.now() >= this.pausedUntilMs) this.#writes += 1;
  }

  /** The call is written down, and never sent. */
  dieAfterIntent(step: string): Promise<void> {
    return this.#die(({ length }) => {
      const last = this.world.disk.records[length - 1];
      return last?.kind === 'step.intent' && last.step === step;
    }, 'after');
  }

  dieAt(deathAt: number, phase: 'before' | 'after'): Promise<void> {
    let commits = 0;
    return this.#die(() => {
      commits += 1;
      return commits === deathAt;
    }, phase);
  }

  async #die(isTime: (records: readonly unknown[]) => boolean, deathPhase: 'before' | 'after'): Promise<void> {
    const { disk } = this.world;
    disk.onCommit = (phase) => {
      if (phase === deathPhase && isTime(disk.records)) throw new Error('the process was killed');
    };
    await this.run().catch(() => {});
    disk.releaseLockOfDeadProcess();
    disk.onCommit = () => {};
  }

  #answer(operation: string): Json {
    this.sent.push(operation);
    const now = this.#clock.now();
    this.write();
    switch (operation) {
      case 'pause':
        this.pausedUntilMs = now + HOLDS_MS;
        return {};
      case 'lift':
        this.pausedUntilMs = 0;
        return {};
      case 'compare':
        this.#comparedWrites = this.#writes;
        return {};
      default:
        return this.#exchange();
    }
  }

  #exchange(): Json {
    const refused = this.refusals.shift();
    if (refused !== undefined) {
      this.onRefused();
      throw refused;
    }
    this.exchangedUnderWriters = this.#clock.now() >= this.pausedUntilMs || this.#comparedWrites !== this.#writes;
    return {};
  }

  #provider(): Provider {
    const fake = createFakeProvider(this.world.vendor);
    const { CreateTask, ListTasks } = fake.operations;
    const { move } = fake.kinds;
    if (CreateTask === undefined || ListTasks === undefined || move === undefined) throw new Error('the fake has them');
    const { taskId: _none, ...call } = CreateTask;
    const effect = (name: string, policy: 'repeatable' | 'inspect'): Operation =>
      ({ ...call, name, outputs: {}, recovery: { policy } }) as Operation;
    const provider: Provider = {
      ...fake,
      operations: {
        pause: effect('pause', 'repeatable'),
        lift: effect('lift', 'repeatable'),
        exchange: effect('exchange', this.#policy),
        compare: { ...ListTasks, name: 'compare' },
      },
      kinds: { held: { ...move, name: 'held', outputs: [], expand: () => ({ steps: STEPS, outputs: {} }) } },
      checks: { compared: { judge: () => ({ kind: 'passed', detail: 'equal' }) } },
    };
    return withSession(provider, () => ({
      call: async (operation: string) => ({ response: this.#answer(operation) }),
      reconcile: async (): Promise<Reconciliation> =>
        this.exchangedUnderWriters === undefined
          ? { kind: 'did-not-happen', evidence: 'each is at its own address' }
          : { kind: 'happened', evidence: 'each is at the other address', response: {} },
    }));
  }
}

const STEPS: readonly StepBlueprint[] = [
  { kind: 'call', name: 'pause', title: 'let writers wait', operation: 'pause', arguments: {} },
  {
    kind: 'check',
    name: 'compare',
    title: 'both are equal',
    operation: 'compare',
    arguments: {},
    check: 'compared',
    repeats: ['pause', 'lift'],
  },
  {
    kind: 'call',
    name: 'exchange',
    title: 'exchange the addresses',
    operation: 'exchange',
    arguments: {},
    repeats: ['pause', 'compare', 'lift'],
    relies: { on: 'pause', forMs: RELIED_MS },
  },
  {
    kind: 'call',
    name: 'lift',
    title: 'let writers write',
    operation: 'lift',
    arguments: {},
    always: true,
    needs: ['pause', 'exchange'],
  },
];
