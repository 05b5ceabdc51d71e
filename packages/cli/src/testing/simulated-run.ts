import {
  applyPlan,
  createRegistry,
  EMPTY_CHECKPOINT,
  type Limits,
  MemoryDisk,
  openMemoryStore,
  type ReadGauges,
  type RunEvent,
  type RunGauges,
  type RunResult,
} from '@waybill/core';
import { type ProgressCounts, UnitStates } from '@waybill/core/internal';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  type FakeCall,
  type FakeFault,
  FakeVendor,
  type MigrationFixture,
  type PlanFixture,
  VirtualClock,
} from '@waybill/core/testing';

export interface SimulatedRun extends PlanFixture {
  /** Before anything was done. */
  readonly before: ProgressCounts;
  readonly events: readonly RunEvent[];
  /** As they stood at each event. */
  readonly gauges: readonly RunGauges[];
  readonly result: RunResult;
}

export interface SimulationOptions {
  readonly fault?: (call: FakeCall) => FakeFault;
  readonly limits?: Partial<Limits>;
  /** Names of units whose remote task fails. */
  readonly failing?: readonly string[];
}

/** A real run of the engine against a simulated vendor on a virtual clock: the same events every time. */
export async function simulateRun(
  migrations: readonly MigrationFixture[],
  options: SimulationOptions = {},
): Promise<SimulatedRun> {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock, { taskDurationMs: 20_000 });
  vendor.fault = options.fault ?? vendor.fault;
  for (const name of options.failing ?? []) vendor.failing.add(name);
  const registry = createRegistry([createFakeProvider(vendor)]);
  const fixture = buildPlanFixture(migrations, registry, {
    limits: { requests: { count: 5, intervalMs: 1_000 }, ...options.limits },
  });
  const events: RunEvent[] = [];
  const gauges: RunGauges[] = [];
  let read: ReadGauges | undefined;
  const run = applyPlan({
    ...fixture,
    registry,
    store: openMemoryStore(new MemoryDisk('fixture', createSeededRandom(1))),
    transport: { send: () => Promise.reject(new Error('the simulated vendor needs no transport')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
    owner: { host: 'host-1', pid: 1, user: 'tester' },
    onGauges: (reader) => {
      read = reader;
    },
    onEvent: (event) => {
      events.push(event);
      gauges.push(read?.() ?? NO_GAUGES);
    },
  });
  const before = UnitStates.of(fixture.graph, EMPTY_CHECKPOINT).counts;
  return { ...fixture, before, events, gauges, result: await clock.runUntil(run) };
}

/** Nothing in progress. */
export const NO_GAUGES: RunGauges = {
  accounts: [],
  progress: {
    record: 0,
    steps: { done: 0, total: 0, unreachable: 0 },
    units: {
      total: 0,
      pending: 0,
      started: 0,
      active: 0,
      gated: 0,
      succeeded: 0,
      failed: 0,
      unknown: 0,
      skipped: 0,
    },
    migrations: [],
    remoteTasks: 0,
  },
  steps: {
    blocked: 0,
    ready: 0,
    running: 0,
    sleeping: 0,
    waiting: 0,
    gated: 0,
    succeeded: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  },
  blocked: [],
  sleeping: [],
  suspended: [],
  selection: { target: [], exclude: [], left_out: 0 },
};

/** Three migrations, with a failure, a gate and units that cannot run any more. */
export const MIXED: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c', 'd', 'e', 'f'] },
  { name: 'sessions', target: 'gated', keys: ['eu-1', 'eu-2'] },
  { name: 'reports', target: 'copy', keys: ['x', 'y'], needs: ['indices[*]'] },
];
