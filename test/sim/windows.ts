import {
  applyPlan,
  type CallBlueprint,
  createRegistry,
  type JournalRecord,
  type Kind,
  MemoryDisk,
  openMemoryStore,
  type Plan,
  Reference,
  type RunResult,
  type StepBlueprint,
} from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  type PlanFixture,
  VirtualClock,
} from '@waybill/core/testing';

type Windows = NonNullable<NonNullable<Plan['rollout']>['windows']>;

/** Everything that a life of units inside windows depends on. The same seed always makes the same. */
interface Scenario {
  readonly units: readonly MigrationFixture[];
  /** By the clocks of Berlin. */
  readonly startsAt: number;
  readonly windows: Windows;
  readonly cutoverWindows: Windows;
  /** Each process dies at its n-th commit; the last one is left alone. */
  readonly deaths: readonly { readonly atCommit: number; readonly isWritten: boolean }[];
  /** How long the next process is waited for. */
  readonly deadMs: readonly number[];
  /** By call with an effect: what becomes of it. */
  readonly faults: ReadonlyMap<number, 'lost-after-effect' | 'lost-before-effect' | 'throttled'>;
  readonly latencyMs: number;
  /** A call every so many milliseconds. */
  readonly intervalMs: number;
  readonly waitsForWindows: boolean;
}

const ZONE = 'Europe/Berlin';
const MAX_RUNS = 60;
const HOUR_MS = 3_600_000;

/**
 * Units that are copied and lead their clients over, whose process dies and whose answers are lost, until they are done. Gives
 * what must not be: an effect outside of a window, unless it is the end of what began inside one, and a life without an end.
 */
export async function liveWindows(seed: number): Promise<readonly string[]> {
  return await new Life(buildScenario(seed), seed).violations();
}

class Life {
  readonly #scenario: Scenario;
  readonly #clock: VirtualClock;
  readonly #vendor: FakeVendor;
  readonly #registry;
  readonly #disk: MemoryDisk;
  readonly #fixture: PlanFixture;
  readonly #found: string[] = [];
  #effects = 0;

  constructor(scenario: Scenario, seed: number) {
    this.#scenario = scenario;
    this.#clock = new VirtualClock(scenario.startsAt);
    this.#vendor = new FakeVendor(this.#clock, { taskDurationMs: HOUR_MS / 6, latencyMs: scenario.latencyMs });
    const fake = createFakeProvider(this.#vendor);
    this.#registry = createRegistry([{ ...fake, kinds: { ...fake.kinds, led: LED } }]);
    this.#disk = new MemoryDisk('fixture', createSeededRandom(seed));
    const limits = { requests: { count: 1, intervalMs: scenario.intervalMs } };
    const { plan, graph } = buildPlanFixture(scenario.units, this.#registry, { limits });
    const { windows, cutoverWindows } = scenario;
    this.#fixture = { plan: { ...plan, rollout: { windows, cutoverWindows } }, graph };
    this.#vendor.fault = ({ operation }) => {
      if (operation === 'ListTasks') return 'none';
      this.#effects += 1;
      return scenario.faults.get(this.#effects) ?? 'none';
    };
  }

  async violations(): Promise<readonly string[]> {
    const { deaths, deadMs } = this.#scenario;
    for (let run = 0; run < MAX_RUNS; run += 1) {
      const result = await this.#run(deaths[run]);
      if (result?.outcome === 'succeeded') return this.#found;
      if (result !== undefined) this.#checkEnd(result);
      const untilMs = Math.min(...(result?.held ?? []).map((held) => held.untilMs ?? Number.POSITIVE_INFINITY));
      if (result !== undefined && !Number.isFinite(untilMs)) return [...this.#found, `it ended as ${result.outcome}`];
      const waitMs = Number.isFinite(untilMs) ? untilMs - this.#clock.now() : (deadMs[run] ?? 0);
      await this.#clock.advance(waitMs);
    }
    return [...this.#found, `it has not ended after ${MAX_RUNS} runs`];
  }

  async #run(death: Scenario['deaths'][number] | undefined): Promise<RunResult | undefined> {
    let commits = 0;
    this.#disk.onCommit = (phase) => {
      if (phase === 'before') commits += 1;
      if (death === undefined || commits < death.atCommit) return;
      if (phase === (death.isWritten ? 'after' : 'before')) throw new Death();
    };
    try {
      return await this.#clock.runUntil(
        applyPlan({
          ...this.#fixture,
          registry: this.#registry,
          store: openMemoryStore(this.#disk),
          transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
          clock: this.#clock,
          random: createSeededRandom(2),
          env: {},
          readSecret: () => undefined,
          owner: { host: 'host', pid: 1, user: 'tester' },
          waitsForWindows: this.#scenario.waitsForWindows,
          onEvent: (event) => {
            if (event.kind === 'step.started') this.#check(event);
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.cause instanceof Death)) throw error;
      this.#disk.releaseLockOfDeadProcess();
      return undefined;
    }
  }

  #check({ step, unit, at }: { readonly step: string; readonly unit: string; readonly at: number }): void {
    const { windows, cutoverWindows } = this.#scenario;
    const isEnding = !step.endsWith('.freeze') && this.#hasBegunCutover(unit);
    // What runs whatever has failed, what is settled, and the end of a cut-over.
    if (step.endsWith('.lift') || isEnding || this.#isOpen(step)) return;
    const shown = new Date(at).toLocaleString('sv-SE', { timeZone: ZONE });
    const own = step.endsWith('.freeze') ? cutoverWindows : windows;
    if (!isShown(own, at)) this.#found.push(`${step} starts at ${shown}, outside of its windows`);
  }

  /** A run ends for a window only where nobody is kept waiting meanwhile. */
  #checkEnd({ units }: RunResult): void {
    for (const { address, status } of units)
      if (this.#hasBegunCutover(address) && status !== 'succeeded')
        this.#found.push(`a run ends for a window in the middle of the cut-over of ${address}`);
  }

  /** It was sent before, and no record says what became of it. The intent of the present try is the last record. */
  #isOpen(step: string): boolean {
    const before = this.#recordsOf(step).at(-2);
    return before !== undefined && isUnsettled(before);
  }

  #hasBegunCutover(unit: string): boolean {
    const last = this.#recordsOf(`${unit}.freeze`).at(-1);
    if (last === undefined || last.kind === 'step.retried') return false;
    return (
      last.kind === 'step.succeeded' ||
      isUnsettled(last) ||
      (last.kind === 'step.resolved' && last.resolution === 'happened')
    );
  }

  #recordsOf(step: string): readonly JournalRecord[] {
    return this.#disk.records.filter((record) => 'step' in record && record.step === step);
  }
}

class Death extends Error {}

function isUnsettled(record: JournalRecord): boolean {
  return record.kind === 'step.intent' || (record.kind === 'step.failed' && record.outcome === 'unknown');
}

/** By what a clock on a wall in Berlin shows; the windows begin and end at no time that clocks skip or show twice. */
function isShown(windows: Windows, at: number): boolean {
  const shown = new Date(at).toLocaleString('sv-SE', { timeZone: ZONE });
  const minutes = Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16));
  return windows.some(({ fromMinutes, toMinutes }) =>
    [minutes, minutes + 1_440].some((ofDay) => ofDay >= fromMinutes && ofDay < toMinutes),
  );
}

/** Copies, keeps writers out, leads clients over, and lets writers go. */
const LED: Kind = {
  name: 'led',
  title: 'led',
  withSchema: { type: 'object' },
  outputs: [],
  expand: ({ address }) => ({ steps: ledSteps(address), outputs: {} }),
};

function ledSteps(address: string): readonly StepBlueprint[] {
  const create = (name: string): CallBlueprint => ({
    kind: 'call',
    name,
    title: name,
    operation: 'CreateTask',
    arguments: { name: `${address}/${name}` },
  });
  return [
    create('copy'),
    {
      kind: 'await',
      name: 'await',
      title: 'await',
      poll: 'tasks',
      goal: 'done',
      arguments: { id: new Reference(['steps', 'copy', 'outputs', 'task_id']) },
    },
    { ...create('freeze'), holds: { label: 'writes', lift: 'lift', liftedBy: 'lift' } },
    create('switch'),
    {
      kind: 'call',
      name: 'lift',
      title: 'lift',
      always: true,
      needs: ['freeze', 'switch'],
      operation: 'DeleteTask',
      arguments: { id: new Reference(['steps', 'freeze', 'outputs', 'task_id']) },
    },
  ];
}

const STARTS = ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z', '2026-06-10T00:00:00Z'].map((text) => Date.parse(text));

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const window = (): Windows[number] => {
    const fromMinutes = [0, 60, 180, 300, 1_200, 1_380][between(0, 5)] ?? 0;
    const ends = [60, 180, 240, 480, 1_380].map((end) => (end > fromMinutes ? end : end + 1_440));
    return { days: [1, 2, 3, 4, 5, 6, 7], fromMinutes, toMinutes: ends[between(0, 4)] ?? 1_440, timezone: ZONE };
  };
  const FAULTS = ['lost-after-effect', 'lost-before-effect', 'throttled'] as const;
  return {
    units: Array.from({ length: between(1, 4) }, (_, index) => ({
      name: `u${index}`,
      target: ['led', 'led', 'move', 'copy'][between(0, 3)] ?? 'led',
      maxAttempts: 50,
    })),
    startsAt: (STARTS[between(0, 2)] ?? 0) + between(0, 20) * HOUR_MS,
    windows: [window()],
    cutoverWindows: [window()],
    deaths: Array.from({ length: between(0, 4) }, () => ({
      atCommit: between(1, 12),
      isWritten: random.fraction() < 0.5,
    })),
    deadMs: Array.from({ length: MAX_RUNS }, () => between(0, 6) * HOUR_MS),
    faults: new Map(
      Array.from({ length: between(0, 4) }, () => [between(1, 12), FAULTS[between(0, 2)] ?? 'throttled']),
    ),
    latencyMs: between(0, 3) * 60_000,
    intervalMs: [1_000, 600_000, 1_800_000][between(0, 2)] ?? 1_000,
    waitsForWindows: random.fraction() < 0.5,
  };
}
