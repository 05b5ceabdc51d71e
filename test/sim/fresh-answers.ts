import {
  applyPlan,
  createRegistry,
  type Limits,
  MemoryDisk,
  openMemoryStore,
  type Provider,
  type ProviderSession,
  type RunResult,
} from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';

/** Everything that a life of units depends on whose checks all ask for one list. The same seed always makes the same. */
interface Scenario {
  readonly migrations: readonly MigrationFixture[];
  readonly limits: Partial<Limits>;
  /** Of each way of a call, at most. */
  readonly travelMs: number;
  readonly latencyMs: number;
  readonly taskDurationMs: number;
  readonly sliceMs: number;
  readonly commitMs: number;
}

/**
 * Units whose checks ask for the same list before and after what the units do, all within the time for which answers are
 * shared. A check that fails was given an answer that was asked for before its unit's last effect had ended, or before what
 * the unit needs was done. Empty: none did.
 */
export async function liveFreshAnswers(seed: number): Promise<readonly string[]> {
  const scenario = buildScenario(seed);
  const clock = new VirtualClock();
  const random = createSeededRandom(seed + 1);
  const vendor = new FakeVendor(clock, scenario);
  vendor.data.sliceMs = scenario.sliceMs;
  vendor.data.result = (name) => {
    vendor.tasks.push({ id: name, name, createdAtMs: clock.now() });
    return { counted: 1 };
  };
  const travel = (): Promise<void> => clock.sleep(Math.floor(random.fraction() * (scenario.travelMs + 1)));
  const registry = createRegistry([overSlowWire(createFakeProvider(vendor), travel)]);
  const disk = new MemoryDisk('fixture', createSeededRandom(seed));
  disk.commitDelay = () => clock.sleep(random.fraction() * scenario.commitMs);
  const result = await clock.runUntil(
    applyPlan({
      ...buildPlanFixture(scenario.migrations, registry, { limits: scenario.limits }),
      registry,
      store: openMemoryStore(disk),
      transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
      clock,
      random: createSeededRandom(2),
      env: {},
      readSecret: () => undefined,
      owner: { host: 'host', pid: 1, user: 'tester' },
    }),
  );
  return violationsOf(result);
}

function violationsOf({ units }: RunResult): readonly string[] {
  return units.flatMap(({ address, status, step, failure }) =>
    status === 'succeeded' ? [] : [`${address} is ${status} at ${step}: ${failure?.message}`],
  );
}

/** Calls travel to the vendor and back, each way for a time of its own. */
function overSlowWire(provider: Provider, travel: () => Promise<void>): Provider {
  const connect: Provider['connect'] = async (options) => {
    const session: ProviderSession = await provider.connect(options);
    const send = session.call.bind(session);
    session.call = async (operation, args, how) => {
      await travel();
      const result = await send(operation, args, how);
      await travel();
      return result;
    };
    return session;
  };
  return { ...provider, connect };
}

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const migrations = Array.from({ length: between(1, 3) }, (_, index): readonly MigrationFixture[] => {
    const name = `m${index}`;
    const keys = Array.from({ length: between(1, 5) }, (_key, key) => `${key}`);
    const target = random.fraction() < 0.7 ? 'watched' : 'recounted';
    const doing: MigrationFixture = { name, target, keys, with: { slices: between(1, 2) } };
    // A task of its own that one migration makes, and another one waits for.
    const task = `task of ${name}`;
    const makes = random.fraction() < 0.5 ? 'copy' : 'CreateTask';
    const making: MigrationFixture = { name: `${name}-made`, target: makes, with: { name: task } };
    const needs = [making.name];
    const seeing: MigrationFixture = { name: `${name}-seen`, target: 'seen', needs, with: { name: task } };
    return random.fraction() < 0.5 ? [doing] : [doing, making, seeing];
  });
  return {
    migrations: migrations.flat(),
    limits: { inFlight: between(1, 8), requests: { count: between(5, 100), intervalMs: 1_000 } },
    travelMs: between(0, 3) * 100,
    latencyMs: between(0, 200),
    taskDurationMs: between(1, 9) * 1_000,
    sliceMs: between(1, 3_000),
    commitMs: between(0, 30) * 10,
  };
}
