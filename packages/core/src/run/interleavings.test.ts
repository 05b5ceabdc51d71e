import fc, { type Scheduler } from 'fast-check';
import { expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture } from '../testing/plan-fixture.ts';
import { applyPlan } from './apply-plan.ts';

/** Every sleep, call and commit ends when the scheduler says so, in any order; time follows. */
class ScheduledClock implements Clock {
  readonly #scheduler: Scheduler;
  #nowMs = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const dueMs = this.#nowMs + ms;
    const woken = this.#scheduler.schedule(Promise.resolve(), `sleep ${ms}`);
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([woken, aborted]);
    this.#nowMs = Math.max(this.#nowMs, dueMs);
  }
}

const MIGRATIONS: readonly MigrationFixture[] = [
  { name: 'first', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'second', target: 'copy', keys: ['a', 'b'], needs: ['first[a]'] },
  { name: 'third', target: 'gated', needs: ['first[*]'] },
];
const NAMES = ['first[a]', 'first[b]', 'first[c]', 'second[a]', 'second[b]', 'third'];

it('ends the same in whatever order calls, commits and timers come back', async () => {
  const fault = fc.constantFrom<FakeFault>('none', 'none', 'throttled', 'lost-before-effect', 'lost-after-effect');
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fault, { maxLength: 12 }), async (scheduler, faults) => {
      const clock = new ScheduledClock(scheduler);
      const vendor = new FakeVendor(clock, { taskDurationMs: 10_000 });
      const queue = [...faults];
      vendor.fault = () => queue.shift() ?? 'none';
      const registry = createRegistry([createFakeProvider(vendor)]);
      const disk = new MemoryDisk('fixture', createSeededRandom(1));
      disk.commitDelay = () => clock.sleep(1);
      const store = openMemoryStore(disk);
      const work = applyPlan({
        ...buildPlanFixture(MIGRATIONS, registry, { limits: { inFlight: 3, active: 3 } }),
        registry,
        store,
        transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
        clock,
        random: createSeededRandom(2),
        env: {},
        readSecret: () => undefined,
        owner: { host: 'host', pid: 1, user: 'tester' },
        onEvent: (event) => {
          if (event.kind === 'gate.waiting') void store.post({ kind: 'approve', step: event.step, by: 'tester' });
        },
      });
      const result = await scheduler.waitFor(work);
      expect(vendor.tasks.map((task) => task.name).toSorted()).toEqual(NAMES);
      // The gate is reached last in some orders, and then the run ends there before anybody can approve.
      expect(['succeeded', 'gated']).toContain(result.outcome);
      const intents = disk.records.filter((record) => record.kind === 'step.intent').map((record) => record.seq);
      const outcomes = disk.records.filter((record) => record.kind === 'run.ended').map((record) => record.seq);
      expect(Math.max(...intents)).toBeLessThan(Math.min(...outcomes));
    }),
    { numRuns: 100 },
  );
});
