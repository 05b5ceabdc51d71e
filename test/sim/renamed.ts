import { applyPlan, createRegistry, MemoryDisk, openMemoryStore, type ProviderRegistry } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  type FakeFault,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
  withRenamedSteps,
} from '@waybill/core/testing';

/** Everything that a life of a renamed plan depends on. The same seed always makes the same. */
interface Scenario {
  /** The plan as each process finds it; with `hasNewSteps`, of a provider that calls its steps otherwise. */
  readonly versions: readonly { readonly migrations: readonly MigrationFixture[]; readonly hasNewSteps: boolean }[];
  /** When each process dies: at its n-th commit. The last one is left alone. */
  readonly deaths: readonly { readonly atCommit: number; readonly isWritten: boolean }[];
  /** What happens to the calls that are no lists, over all processes. */
  readonly faults: readonly FakeFault[];
  /** First addresses of the units that make a task. */
  readonly firstAddresses: readonly string[];
}

const NEW_STEPS = { create: 'make', await: 'watch', delete: 'remove', tally: 'count' };
const MORE_RUNS = 3;

/** A plan whose migrations, keys and steps are renamed whenever its process has died. Empty: all that must hold does. */
export async function liveRenamed(seed: number): Promise<readonly string[]> {
  const scenario = buildScenario(seed);
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock);
  const disk = new MemoryDisk('fixture', createSeededRandom(seed));
  const old = createRegistry([createFakeProvider(vendor)]);
  const later = createRegistry([withRenamedSteps(createFakeProvider(vendor), NEW_STEPS)]);
  let call = 0;
  vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'none' : (scenario.faults[call++] ?? 'none'));
  let ending = 'nothing';
  for (let run = 0; run < scenario.deaths.length + MORE_RUNS && ending !== 'succeeded'; run += 1) {
    const version = scenario.versions[Math.min(run, scenario.versions.length - 1)];
    if (version === undefined) break;
    const { migrations, hasNewSteps } = version;
    dieAt(scenario.deaths[run], disk);
    ending = await runOnce({ migrations, registry: hasNewSteps ? later : old, digest: `digest-${run}`, clock, disk });
  }
  return [...(ending === 'succeeded' ? [] : [`it ended as ${ending}`]), ...checkEffects(scenario, vendor, disk)];
}

interface OneRun {
  readonly migrations: readonly MigrationFixture[];
  readonly registry: ProviderRegistry;
  readonly digest: string;
  readonly clock: VirtualClock;
  readonly disk: MemoryDisk;
}

async function runOnce({ migrations, registry, digest, clock, disk }: OneRun): Promise<string> {
  try {
    const { outcome } = await clock.runUntil(
      applyPlan({
        ...buildPlanFixture(migrations, registry, { digest }),
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
    return outcome;
  } catch (error) {
    disk.releaseLockOfDeadProcess();
    return error instanceof Error && error.cause instanceof Death ? 'death' : String(error);
  }
}

class Death extends Error {}

function dieAt(death: Scenario['deaths'][number] | undefined, disk: MemoryDisk): void {
  let commits = 0;
  disk.onCommit = (phase) => {
    if (phase === 'before') commits += 1;
    if (death === undefined || commits < death.atCommit) return;
    if (phase === (death.isWritten ? 'after' : 'before')) throw new Death();
  };
}

function checkEffects(scenario: Scenario, vendor: FakeVendor, disk: MemoryDisk): readonly string[] {
  const made = vendor.tasks.map(({ name }) => name).toSorted();
  const wanted = scenario.firstAddresses.toSorted();
  const orphaned = disk.records.flatMap((record) => (record.kind === 'plan.rebased' ? record.orphaned : []));
  return [
    ...(made.join() === wanted.join() ? [] : [`the tasks are ${made.join()}, not ${wanted.join()}`]),
    ...(orphaned.length === 0 ? [] : [`steps are taken for those of removed units: ${orphaned.join()}`]),
  ];
}

/** Of a migration: all names that it, and each of its keys, has had so far, the present one last. */
interface Naming {
  readonly target: string;
  readonly names: readonly string[];
  readonly keys: readonly (readonly string[])[];
}

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const isDrawn = (): boolean => random.fraction() < 0.5;
  const deaths = Array.from({ length: between(1, 4) }, () => ({ atCommit: between(1, 12), isWritten: isDrawn() }));
  let namings = Array.from({ length: between(1, 3) }, (_, index): Naming => {
    const keys = Array.from({ length: between(0, 2) }, (_none, key) => [`k${key}`]);
    return { target: ['move', 'copy', 'moved'][between(0, 2)] ?? 'move', names: [`m${index}`], keys };
  });
  const first = namings;
  const versions = [{ migrations: namings.map(migrationOf), hasNewSteps: false }];
  for (let version = 1; version <= deaths.length; version += 1) {
    const extended = (names: readonly string[]) => (isDrawn() ? [...names, `${names[0] ?? ''}-v${version}`] : names);
    namings = namings.map(({ target, names, keys }) => ({ target, names: extended(names), keys: keys.map(extended) }));
    versions.push({
      migrations: namings.map(migrationOf),
      hasNewSteps: versions.at(-1)?.hasNewSteps === true || isDrawn(),
    });
  }
  const kinds: readonly FakeFault[] = ['none', 'none', 'lost-after-effect', 'lost-before-effect', 'throttled'];
  return {
    versions,
    deaths,
    faults: Array.from({ length: between(0, 6) }, () => kinds[between(0, 4)] ?? 'none'),
    firstAddresses: first.flatMap(({ names: [name = ''], keys }) =>
      keys.length === 0 ? [name] : keys.map(([key = '']) => `${name}[${key}]`),
    ),
  };
}

function migrationOf({ target, names, keys }: Naming): MigrationFixture {
  const [name = '', ...older] = names.toReversed();
  const present = keys.map((all) => all.at(-1) ?? '');
  const former = keys.flatMap((all) => (all.length === 1 ? [] : [[all.at(-1) ?? '', all.slice(0, -1)] as const]));
  return {
    name,
    target,
    ...(older.length === 0 ? {} : { formerly: older.toReversed() }),
    ...(keys.length === 0 ? {} : { keys: present, formerKeys: Object.fromEntries(former) }),
  };
}
