import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../events/event.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import type { DeclaredLimits } from '../plan/plan.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { type FakeCall, type FakeFault, FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { applyPlan } from './apply-plan.ts';
import type { ReadGauges, RunGauges } from './gauges.ts';

interface Reading {
  readonly event: RunEvent;
  readonly gauges: RunGauges;
}

interface ObservedRun {
  readonly fixture: PlanFixture;
  readonly readings: readonly Reading[];
  readonly last: RunGauges;
}

/** A run whose gauges are read at every event. */
async function observe(
  migrations: readonly MigrationFixture[],
  limits: DeclaredLimits,
  vendorOptions: { readonly fault?: (call: FakeCall) => FakeFault; readonly failing?: readonly string[] } = {},
): Promise<ObservedRun> {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock, { taskDurationMs: 20_000, latencyMs: 40 });
  vendor.fault = vendorOptions.fault ?? vendor.fault;
  for (const name of vendorOptions.failing ?? []) vendor.failing.add(name);
  const registry = createRegistry([createFakeProvider(vendor)]);
  const fixture = buildPlanFixture(migrations, registry, { limits });
  const readings: Reading[] = [];
  let read: ReadGauges | undefined;
  const run = applyPlan({
    ...fixture,
    registry,
    store: openMemoryStore(new MemoryDisk('fixture', createSeededRandom(1))),
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner: { host: 'host', pid: 1, user: 'tester' },
    onGauges: (reader) => {
      read = reader;
    },
    onEvent: (event) => {
      if (read !== undefined) readings.push({ event, gauges: read() });
    },
  });
  await clock.runUntil(run);
  if (read === undefined) throw new Error('the run gave no reader');
  return { fixture, readings, last: read() };
}

const KEYS = Array.from({ length: 12 }, (_, index) => `k${index}`);
const LIMITS: DeclaredLimits = { requests: { count: 5, intervalMs: 1_000 }, inFlight: 3, active: 4 };

function account({ accounts }: RunGauges): RunGauges['accounts'][number] {
  const [first] = accounts;
  if (first === undefined || accounts.length !== 1) throw new Error('one account was expected');
  return first;
}

describe('the gauges of a run', () => {
  it('stay inside the declared limits, reach them, and are empty in the end', async () => {
    const { readings, last } = await observe([{ name: 'many', target: 'move', keys: KEYS }], LIMITS);
    const accounts = readings.map(({ gauges }) => account(gauges));
    const most = (of: (gauge: RunGauges['accounts'][number]) => number): number => Math.max(...accounts.map(of));
    expect(most(({ windows }) => windows[0]?.used ?? 0)).toBe(5);
    expect(most(({ inFlight }) => inFlight)).toBe(3);
    expect(most(({ tasks }) => tasks)).toBe(4);
    expect(most(({ waitForTurn }) => waitForTurn)).toBeGreaterThan(0);
    expect(most(({ waitForPlace }) => waitForPlace)).toBeGreaterThan(0);
    expect(account(last)).toMatchObject({ inFlight: 0, tasks: 0, waitForPlace: 0, waitForTarget: 0, waitForTurn: 0 });
    expect(account(last)).toMatchObject({ providers: ['it'], inFlightLimit: 3, taskLimit: 4 });
  });

  it('count every step once', async () => {
    const { fixture, readings } = await observe([{ name: 'many', target: 'move', keys: KEYS }], LIMITS, {
      failing: ['many[k3]'],
    });
    for (const { gauges } of readings) {
      const counts = Object.values(gauges.steps);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(fixture.graph.stepCount);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
    }
  });

  it('count the units that wait for others, and no longer once these are done or out of reach', async () => {
    const migrations: readonly MigrationFixture[] = [
      { name: 'first', target: 'move', keys: ['a', 'b'] },
      { name: 'second', target: 'move', keys: ['x', 'y'], needs: ['first[*]'] },
      { name: 'third', target: 'move', needs: ['second[x]', 'second[y]'] },
      { name: 'lost', target: 'move', needs: ['first[a]', 'broken'] },
      { name: 'broken', target: 'move' },
    ];
    const { fixture, readings, last } = await observe(migrations, LIMITS, { failing: ['broken'] });
    const [begun] = readings;
    expect(begun?.gauges.blocked.toSorted((left, right) => (left.need < right.need ? -1 : 1))).toEqual([
      { need: 'first', units: 1 },
      { need: 'first[*]', units: 2 },
      { need: 'second', units: 1 },
    ]);
    const over = new Set<string>();
    const succeeded = new Set<string>();
    for (const { event, gauges } of readings) {
      if (event.kind === 'unit.succeeded') succeeded.add(event.unit);
      if (event.kind === 'unit.succeeded' || event.kind === 'unit.failed' || event.kind === 'unit.skipped')
        over.add(event.unit);
      if (event.kind !== 'step.waiting') continue;
      const hasSucceeded = (need: string): boolean =>
        need.endsWith('[*]')
          ? fixture.graph.units.every(({ address }) => !address.startsWith(need.slice(0, -2)) || succeeded.has(address))
          : succeeded.has(need);
      const blocked = fixture.graph.units.filter(
        ({ address, needs }) => !over.has(address) && !needs.every(hasSucceeded),
      );
      expect(gauges.blocked.reduce((sum, { units }) => sum + units, 0)).toBe(blocked.length);
    }
    expect(last.blocked).toEqual([]);
  });

  it('tell which steps pause, why, and until when', async () => {
    let refusals = 2;
    const { readings } = await observe([{ name: 'one', target: 'move' }], LIMITS, {
      fault: ({ operation }) => {
        if (operation !== 'CreateTask' || refusals === 0) return 'none';
        refusals -= 1;
        return 'throttled';
      },
    });
    const retry = readings.find(({ event }) => event.kind === 'step.retrying');
    const paused = readings.find(({ gauges }) => gauges.sleeping.length > 0);
    if (retry?.event.kind !== 'step.retrying') throw new Error('a retry was expected');
    expect(paused?.gauges.sleeping).toEqual([
      { reason: retry.event.reason, steps: 1, untilMs: retry.event.at + retry.event.delayMs },
    ]);
    const throttled = readings.find(({ event }) => event.kind === 'provider.throttled');
    if (throttled === undefined) throw new Error('a throttled call was expected');
    expect(account(throttled.gauges).heldForMs).toBeGreaterThan(0);
    expect(account(throttled.gauges).windows[0]).toMatchObject({ allowed: 2 });
  });
});
