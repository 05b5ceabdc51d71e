import type { Clock } from '../../clock.ts';
import { foldRecords } from '../../journal/checkpoint.ts';
import { openMemoryStore } from '../../journal/memory-store.ts';
import type { StepBlueprint } from '../../provider/blueprint.ts';
import type { Operation } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';
import { ProviderError, type ProviderErrorClass } from '../../provider/provider-error.ts';
import { createRegistry, type ProviderRegistry } from '../../provider/registry.ts';
import type { ProviderSession, Reconciliation } from '../../provider/session.ts';
import type { ApplyOptions } from '../../run/apply-options.ts';
import type { RunResult } from '../../run/run-result.ts';
import { computeStanding } from '../../standing/standing.ts';
import { findStandingHolds } from '../../standing/standing-holds.ts';
import type { Json } from '../../value/value.ts';
import { createFakeProvider } from '../fake-provider.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../plan-fixture.ts';
import { withSession } from './broken-run.ts';
import { COMPARE, isEqual, LAG, PAUSE_MS, STEPS } from './paused-unit.ts';
import { RunWorld } from './run-world.ts';

/**
 * A server whose writer writes whenever it is let, at connection `it`, and a copy that follows it, at connection `other`. A unit
 * lets the writer wait, waits until the copy has all, counts, compares, and exchanges both.
 */
export class PausedServer {
  readonly world: RunWorld = new RunWorld({ others: ['other'] });
  /** Operations as they were asked, reads included. */
  readonly asked: string[] = [];
  /** Decides what becomes of an operation before it is answered. */
  onAsked: (operation: string, times: number) => ProviderErrorClass | ProviderError | undefined = () => undefined;
  latencyMs = 0;
  /** Polls until the copy has caught up. */
  lagPolls = 1;
  pausedUntilMs = 0;
  exchangedUnderWriters: boolean | undefined;
  /** By how much the wall clock and no other has gone on. */
  sleptMs = 0;
  #writes = 0;
  #copied = 0;
  readonly registry: ProviderRegistry;
  readonly fixture: PlanFixture;
  readonly clock: Clock = {
    now: () => this.world.clock.now() + this.sleptMs,
    monotonicMs: () => this.world.clock.monotonicMs(),
    sleep: (ms, signal) => this.world.clock.sleep(ms, signal),
  };

  /** `beside`: further steps of the unit, each with the steps that it needs. */
  constructor(
    own: Partial<MigrationFixture> = {},
    more: readonly MigrationFixture[] = [],
    beside: readonly StepBlueprint[] = [],
  ) {
    this.registry = createRegistry([this.#provider([...STEPS, ...beside])]);
    this.fixture = buildPlanFixture([{ name: 'unit', target: 'paused', ...own }, ...more], this.registry, {
      others: { other: {} },
    });
  }

  get isPaused(): boolean {
    return this.clock.now() < this.pausedUntilMs;
  }

  /** Those that have an effect. */
  get sent(): readonly string[] {
    return this.asked.filter((operation) => EFFECTS.has(operation));
  }

  run(more: Partial<ApplyOptions> = {}): Promise<RunResult> {
    const store = openMemoryStore(this.world.disk);
    return this.world.run(this.fixture, { registry: this.registry, clock: this.clock, store, ...more });
  }

  /** What status says that the unit keeps others from. */
  get holds(): readonly string[] {
    const { graph } = this.fixture;
    const checkpoint = foldRecords(this.world.disk.records);
    const standing = computeStanding(graph, checkpoint);
    return findStandingHolds({ graph, checkpoint, standing, nowMs: this.clock.now() }).map(({ step }) => step);
  }

  /** The process is killed before or after the commit of that number. */
  async dieAt(deathAt: number, deathPhase: 'before' | 'after'): Promise<void> {
    const { disk } = this.world;
    let commits = 0;
    disk.onCommit = (phase) => {
      if (phase !== deathPhase) return;
      commits += 1;
      if (commits === deathAt) throw new Error('the process was killed');
    };
    await this.run().catch(() => {});
    disk.releaseLockOfDeadProcess();
    disk.onCommit = () => {};
  }

  async #answer(operation: string): Promise<Json> {
    this.asked.push(operation);
    const refused = this.onAsked(operation, this.asked.filter((asked) => asked === operation).length);
    if (this.latencyMs > 0) await this.world.clock.sleep(this.latencyMs);
    if (!this.isPaused) this.#writes += 1;
    if (refused instanceof ProviderError) throw refused;
    if (refused !== undefined)
      throw new ProviderError('not now', { vendorCode: 'Refused', class: refused, effect: 'none' });
    switch (operation) {
      case 'pause':
        this.pausedUntilMs = this.clock.now() + PAUSE_MS;
        return {};
      case 'lift':
        this.pausedUntilMs = 0;
        return {};
      case 'lag':
        this.lagPolls -= 1;
        this.#copied = this.#writes;
        return { lag: Math.max(0, this.lagPolls) };
      case 'exchange':
        this.exchangedUnderWriters = !this.isPaused || this.#copied !== this.#writes;
        return {};
      default:
        return { equal: this.#copied === this.#writes };
    }
  }

  #provider(steps: readonly StepBlueprint[]): Provider {
    const fake = createFakeProvider(this.world.vendor, this.world.others);
    const { CreateTask, ListTasks } = fake.operations;
    const { move } = fake.kinds;
    if (CreateTask === undefined || ListTasks === undefined || move === undefined) throw new Error('the fake has them');
    const { taskId: _none, ...call } = CreateTask;
    const effect = (name: string, policy: 'repeatable' | 'inspect'): Operation =>
      ({ ...call, name, outputs: {}, recovery: { policy } }) as Operation;
    const provider: Provider = {
      ...fake,
      operations: {
        ...fake.operations,
        pause: effect('pause', 'repeatable'),
        lift: effect('lift', 'repeatable'),
        exchange: effect('exchange', 'inspect'),
        count: { ...ListTasks, name: 'count' },
        beside: { ...ListTasks, name: 'beside' },
        lag: { ...ListTasks, name: 'lag' },
      },
      kinds: {
        ...fake.kinds,
        paused: { ...move, name: 'paused', outputs: [], expand: () => ({ steps, outputs: {} }) },
      },
      polls: { ...fake.polls, lag: LAG },
      jobs: { ...fake.jobs, compare: COMPARE },
      checks: {
        ...fake.checks,
        equal: {
          judge: (answer) =>
            isEqual(answer)
              ? { kind: 'passed', detail: 'equal' }
              : {
                  kind: 'failed',
                  detail: 'They differ.',
                  hint: 'Wait until the copy has caught up.',
                  result: 'different',
                },
        },
      },
      connect: (options) => withSession(fake, (session) => this.#session(session)).connect(options),
    };
    return provider;
  }

  #session(session: ProviderSession): object {
    return {
      call: async (...asked: Parameters<ProviderSession['call']>) =>
        OWN.has(asked[0]) ? { response: await this.#answer(asked[0]) } : session.call(...asked),
      reconcile: async (): Promise<Reconciliation> =>
        this.exchangedUnderWriters === undefined
          ? { kind: 'did-not-happen', evidence: 'each is at its own address' }
          : { kind: 'happened', evidence: 'each is at the other address', response: {} },
    };
  }
}

const EFFECTS: ReadonlySet<string> = new Set(['pause', 'lift', 'exchange']);
const OWN: ReadonlySet<string> = new Set([...EFFECTS, 'count', 'beside', 'lag']);
