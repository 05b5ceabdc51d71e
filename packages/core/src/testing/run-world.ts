import type { RunEvent } from '../events/event.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import type { DeclaredLimits } from '../plan/plan.ts';
import { createRegistry, type ProviderRegistry } from '../provider/registry.ts';
import { type ApplyOptions, applyPlan } from '../run/apply-plan.ts';
import type { RunResult } from '../run/run-result.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider, FakeVendor } from './fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from './plan-fixture.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A fake vendor, a disk and a clock that outlive every run over them. */
export class RunWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly vendor: FakeVendor;
  readonly disk: MemoryDisk;
  readonly registry: ProviderRegistry;
  readonly events: RunEvent[] = [];

  constructor(options: { readonly taskDurationMs?: number; readonly latencyMs?: number; readonly seed?: number } = {}) {
    this.vendor = new FakeVendor(this.clock, options);
    this.disk = new MemoryDisk('fixture', createSeededRandom(options.seed ?? 1));
    this.registry = createRegistry([createFakeProvider(this.vendor)]);
  }

  plan(
    migrations: readonly MigrationFixture[],
    options: { readonly limits?: DeclaredLimits; readonly digest?: string } = {},
  ): PlanFixture {
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
