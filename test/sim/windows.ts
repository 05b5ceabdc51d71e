import { createRegistry, type JournalRecord, MemoryDisk, type Plan, type RunResult } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  type PlanFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { isUnsettled, ledKind } from './led-kind.ts';
import { type PlannedDeath, runMortal } from './mortal-run.ts';

type Windows = NonNullable<NonNullable<Plan['rollout']>['windows']>;

/** Everything that a life of units inside windows depends on. The same seed always makes the same. */
interface Scenario {
  readonly units: readonly MigrationFixture[];
  /** By the clocks of Berlin. */
  readonly startsAt: number;
  readonly windows: Windows;
  readonly cutoverWindows: Windows;
  /** Each process dies at its n-th commit; the last one is left alone. */
  readonly deaths: readonly PlannedDeath[];
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
    this.#registry = createRegistry([{ ...fake, kinds: { ...fake.kinds, led: ledKind() } }]);
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

  async #run(death: PlannedDeath | undefined): Promise<RunResult | undefined> {
    return await runMortal({
      ...this.#fixture,
      registry: this.#registry,
      disk: this.#disk,
      clock: this.#clock,
      death,
      waitsForWindows: this.#scenario.waitsForWindows,
      onEvent: (event) => {
        if (event.kind === 'step.started') this.#check(event);
      },
    });
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

/** By what a clock on a wall in Berlin shows; the windows begin and end at no time that clocks skip or show twice. */
function isShown(windows: Windows, at: number): boolean {
  const shown = new Date(at).toLocaleString('sv-SE', { timeZone: ZONE });
  const minutes = Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16));
  return windows.some(({ fromMinutes, toMinutes }) =>
    [minutes, minutes + 1_440].some((ofDay) => ofDay >= fromMinutes && ofDay < toMinutes),
  );
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
