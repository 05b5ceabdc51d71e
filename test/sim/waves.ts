import { createRegistry, type JournalRecord, MemoryDisk, type Plan, type RunResult } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type PlanFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { type PlannedDeath, runMortal } from './mortal-run.ts';

type Waves = NonNullable<NonNullable<Plan['rollout']>['waves']>;

/** Everything that a life of units in waves depends on. The same seed always makes the same. */
interface Scenario {
  readonly kinds: readonly ('move' | 'copy' | 'watched')[];
  readonly startsAt: number;
  /** Sizes of the waves; what is left is one more. */
  readonly sizes: readonly number[];
  readonly soakMs: number;
  readonly maxFailures: Waves['maxFailures'];
  /** Each process dies at its n-th commit; the last one is left alone. */
  readonly deaths: readonly PlannedDeath[];
  /** How long the next process is waited for. */
  readonly deadMs: readonly number[];
  /** By call with an effect: what becomes of it. */
  readonly faults: ReadonlyMap<number, 'lost-after-effect' | 'lost-before-effect' | 'throttled' | 'fatal'>;
  readonly waitsForWindows: boolean;
  /** Remote tasks at once: with few, units of a wave start one after the other. */
  readonly active: number;
}

const MAX_RUNS = 60;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Units that start wave by wave, some of which fail, whose process dies and whose answers are lost, until they are done. Gives what must
 * not be: a unit that starts before its time or beyond a budget, one that is left in the middle, and a life without an end.
 */
export async function liveWaves(seed: number): Promise<readonly string[]> {
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
  /** Units of which the present run has found that nobody knows what became of a call → when it has. */
  readonly #unknown = new Map<string, number>();

  constructor(scenario: Scenario, seed: number) {
    const { kinds, sizes, soakMs, maxFailures } = scenario;
    this.#scenario = scenario;
    this.#clock = new VirtualClock(scenario.startsAt);
    this.#vendor = new FakeVendor(this.#clock, { taskDurationMs: 10 * MINUTE_MS, latencyMs: 1_000 });
    this.#registry = createRegistry([createFakeProvider(this.#vendor)]);
    this.#disk = new MemoryDisk('fixture', createSeededRandom(seed));
    const units = kinds.map((target, index) => ({ name: nameOf(index), target, maxAttempts: 50 }));
    const { plan, graph } = buildPlanFixture(units, this.#registry, { limits: { active: scenario.active } });
    const shares = [...sizes.map((count) => ({ kind: 'count', count }) as const), { kind: 'rest' } as const];
    const waves: Waves = { shares, soakMs, maxFailures, order: { kind: 'plan' } };
    this.#fixture = { plan: { ...plan, rollout: { waves } }, graph };
    this.#vendor.fault = ({ operation }) => {
      if (operation === 'ListTasks') return 'none';
      this.#effects += 1;
      return scenario.faults.get(this.#effects) ?? 'none';
    };
  }

  async violations(): Promise<readonly string[]> {
    const { deaths, deadMs } = this.#scenario;
    let retryFailed = false;
    for (let run = 0; run < MAX_RUNS; run += 1) {
      const result = await this.#run(deaths[run], retryFailed);
      if (result?.outcome === 'succeeded') return this.#found;
      if (result !== undefined) this.#checkEnd(result);
      retryFailed = result?.outcome === 'failed';
      const untilMs = Math.min(...(result?.held ?? []).map((held) => held.untilMs ?? Number.POSITIVE_INFINITY));
      if (result?.outcome === 'gated' && !Number.isFinite(untilMs))
        return [...this.#found, 'it ended as at a gate, and nothing says until when'];
      await this.#clock.advance(Number.isFinite(untilMs) ? untilMs - this.#clock.now() : (deadMs[run] ?? 0));
    }
    return [...this.#found, `it has not ended after ${MAX_RUNS} runs`];
  }

  async #run(death: PlannedDeath | undefined, retryFailed: boolean): Promise<RunResult | undefined> {
    this.#unknown.clear();
    return await runMortal({
      ...this.#fixture,
      registry: this.#registry,
      disk: this.#disk,
      clock: this.#clock,
      death,
      waitsForWindows: this.#scenario.waitsForWindows,
      retryFailed,
      onEvent: (event) => {
        if (event.kind === 'step.started') this.#check(event);
        if (event.kind === 'step.unknown' && event.needsPerson) this.#unknown.set(event.unit, event.at);
      },
    });
  }

  /** By the records on the disk alone. */
  #check({ step, unit, at }: { readonly step: string; readonly unit: string; readonly at: number }): void {
    const intents = this.#recordsOf(unit).filter(({ kind }) => kind === 'step.intent');
    // The intent of the present try is written already: with another one, the unit has begun before.
    if (intents.length > 1 || intents.some((intent) => intent.step !== step)) return;
    const shown = new Date(at).toISOString();
    for (const [wave, members] of this.#waves().entries()) {
      const isOwn = members.includes(unit);
      const failed = members.filter((member) => this.#hasFailed(member, at)).length;
      if (failed > this.#allowed(members.length))
        this.#found.push(
          `${step} starts at ${shown} although ${failed} of ${members.length} units of wave ${wave + 1} failed`,
        );
      if (isOwn) return;
      const open = members.find((member) => !this.#isOver(member));
      if (open !== undefined)
        this.#found.push(`${step} starts at ${shown}, and ${open} of wave ${wave + 1} has not ended`);
      const lastMs = Math.max(0, ...members.flatMap((member) => this.#recordsOf(member).map(({ t }) => t)));
      if (at < lastMs + this.#scenario.soakMs)
        this.#found.push(`${step} starts at ${shown}, and wave ${wave + 1} ended at ${new Date(lastMs).toISOString()}`);
    }
  }

  /** A run that is not interrupted ends what it has started. */
  #checkEnd({ units }: RunResult): void {
    for (const { address, status } of units)
      if (status === 'started' || status === 'active')
        this.#found.push(`a run ends and leaves ${address} in the middle`);
  }

  #waves(): readonly (readonly string[])[] {
    const { kinds, sizes } = this.#scenario;
    const all = kinds.map((_kind, index) => nameOf(index));
    const sizesOfAll = [...sizes, all.length];
    return sizesOfAll.map((size, wave) => {
      const from = sizes.slice(0, wave).reduce((sum, before) => sum + before, 0);
      return all.slice(from, from + size);
    });
  }

  #allowed(size: number): number {
    const { maxFailures } = this.#scenario;
    return maxFailures.kind === 'count' ? maxFailures.count : Math.floor((maxFailures.percent / 100) * size + 1e-9);
  }

  /** Before a time: what is recorded in the millisecond of a start was not known when it was decided. */
  #hasFailed(unit: string, beforeMs: number = Number.POSITIVE_INFINITY): boolean {
    return this.#stepsOf(unit).some((step) => {
      const last = this.#lastOf(step);
      if (last?.kind !== 'step.failed') return false;
      const knownMs = last.outcome === 'terminal' ? last.t : this.#unknown.get(unit);
      return knownMs !== undefined && knownMs < beforeMs;
    });
  }

  #isOver(unit: string): boolean {
    return (
      this.#hasFailed(unit) ||
      this.#stepsOf(unit).every((step) => {
        const last = this.#lastOf(step);
        return last?.kind === 'step.succeeded' || (last?.kind === 'step.resolved' && last.resolution === 'happened');
      })
    );
  }

  #stepsOf(unit: string): readonly string[] {
    return this.#fixture.graph.unitsByAddress.get(unit)?.steps.map(({ address }) => address) ?? [];
  }

  #lastOf(step: string): JournalRecord | undefined {
    return this.#disk.records.findLast((record) => 'step' in record && record.step === step);
  }

  #recordsOf(unit: string): readonly Extract<JournalRecord, { step: string }>[] {
    return this.#disk.records.filter(
      (record): record is Extract<JournalRecord, { step: string }> =>
        'step' in record && record.step.startsWith(`${unit}.`),
    );
  }
}

function nameOf(index: number): string {
  return `u${index}`;
}

/** Shortly before clocks are set forward and back in Berlin, and a day on which they are not. */
const STARTS = ['2026-03-28T23:00:00Z', '2026-10-24T22:30:00Z', '2026-06-10T00:00:00Z'].map((text) => Date.parse(text));

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const FAULTS = ['lost-after-effect', 'lost-before-effect', 'throttled', 'fatal', 'fatal'] as const;
  const units = between(2, 8);
  return {
    kinds: Array.from({ length: units }, () => (['move', 'copy', 'watched'] as const)[between(0, 2)] ?? 'move'),
    startsAt: STARTS[between(0, 2)] ?? 0,
    sizes: Array.from({ length: between(1, 3) }, () => between(1, 3)),
    soakMs: [0, 30 * MINUTE_MS, 3 * HOUR_MS][between(0, 2)] ?? 0,
    maxFailures:
      random.fraction() < 0.6
        ? { kind: 'count', count: between(0, 1) }
        : { kind: 'percent', percent: [0, 34, 50][between(0, 2)] ?? 0 },
    deaths: Array.from({ length: between(0, 4) }, () => ({
      atCommit: between(1, 14),
      isWritten: random.fraction() < 0.5,
    })),
    deadMs: Array.from({ length: MAX_RUNS }, () => between(0, 40) * MINUTE_MS),
    faults: new Map(
      Array.from({ length: between(0, 6) }, () => [between(1, 12), FAULTS[between(0, 4)] ?? 'throttled']),
    ),
    waitsForWindows: random.fraction() < 0.5,
    active: between(1, 4),
  };
}
