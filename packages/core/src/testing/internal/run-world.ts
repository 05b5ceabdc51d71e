import type { RunEvent } from '../../events/event.ts';
import { MemoryDisk, openMemoryStore } from '../../journal/memory-store.ts';
import { createRegistry, type ProviderRegistry } from '../../provider/registry.ts';
import type { ApplyOptions } from '../../run/apply-options.ts';
import { applyPlan } from '../../run/apply-plan.ts';
import type { RunResult } from '../../run/run-result.ts';
import { createSeededRandom } from '../../seeded-random.ts';
import { createFakeProvider } from '../fake-provider.ts';
import { FakeVendor } from '../fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture, type PlanFixtureOptions } from '../plan-fixture.ts';
import { VirtualClock } from '../virtual-clock.ts';

export interface RunWorldOptions {
  readonly taskDurationMs?: number;
  readonly latencyMs?: number;
  readonly seed?: number;
  /** Aliases of connections that lead to vendors of their own. */
  readonly others?: readonly string[];
}

/** A fake vendor, a disk and a clock that outlive every run over them. */
export class RunWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly vendor: FakeVendor;
  /** What other connections than `it` lead to, by alias; none unless a test asks. */
  readonly others: ReadonlyMap<string, FakeVendor>;
  readonly disk: MemoryDisk;
  readonly registry: ProviderRegistry;
  readonly events: RunEvent[] = [];

  constructor(options: RunWorldOptions = {}) {
    this.vendor = new FakeVendor(this.clock, options);
    this.disk = new MemoryDisk('fixture', createSeededRandom(options.seed ?? 1));
    this.others = new Map((options.others ?? []).map((alias) => [alias, new FakeVendor(this.clock, options)]));
    this.registry = createRegistry([createFakeProvider(this.vendor, this.others)]);
  }

  plan(migrations: readonly MigrationFixture[], options: PlanFixtureOptions = {}): PlanFixture {
    return buildPlanFixture(migrations, this.registry, options);
  }

  /** One process: applies the plan until it ends. */
  run(fixture: PlanFixture, more: Partial<ApplyOptions> = {}): Promise<RunResult> {
    return this.clock.runUntil(
      applyPlan({
        ...fixture,
        registry: this.registry,
        store: openMemoryStore(this.disk),
        transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
        clock: this.clock,
        random: createSeededRandom(2),
        env: {},
        readSecret: () => undefined,
        owner: { host: 'host', pid: 1, user: 'tester' },
        onEvent: (event) => this.events.push(event),
        ...more,
      }),
    );
  }
}
