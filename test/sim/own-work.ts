import { createRegistry, type JournalRecord, type Limits, MemoryDisk, type RunResult } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  type PlanFixture,
  VirtualClock,
} from '@waybill/core/testing';
import { type PlannedDeath, runMortal } from './mortal-run.ts';

/** Everything that a life of own work depends on. The same seed always makes the same. */
interface Scenario {
  readonly units: readonly MigrationFixture[];
  readonly sliceCounts: readonly number[];
  readonly places: { readonly it: number; readonly other: number };
  /** Each process dies at its n-th commit, or is stopped after so many milliseconds; the last one is left alone. */
  readonly ends: readonly (
    | (PlannedDeath & { readonly kind: 'death' })
    | { readonly kind: 'stop'; readonly afterMs: number }
  )[];
  /** By attempt, counted over all slices: which fail for a reason that passes. */
  readonly failing: ReadonlySet<number>;
  readonly commitMs: number;
}

const MORE_RUNS = 3;

/**
 * Own work over two connections, whose process dies and is stopped again and again, until it is done; then what must hold
 * of its journal and of what was done. Empty: all of it.
 */
export async function liveOwnWork(seed: number): Promise<readonly string[]> {
  const life = new Life(buildScenario(seed), seed);
  return await life.violations();
}

class Life {
  readonly #scenario: Scenario;
  readonly #clock = new VirtualClock();
  readonly #vendor = new FakeVendor(this.#clock);
  readonly #disk: MemoryDisk;
  readonly #fixture: PlanFixture;
  readonly #registry = createRegistry([createFakeProvider(this.#vendor)]);
  readonly #found: string[] = [];
  #attempts = 0;

  constructor(scenario: Scenario, seed: number) {
    this.#scenario = scenario;
    this.#disk = new MemoryDisk('fixture', createSeededRandom(seed));
    this.#fixture = withTwoConnections(buildPlanFixture(scenario.units, this.#registry), scenario.places);
    const { data } = this.#vendor;
    data.fault = (slice) => {
      if (this.#isRecorded(slice)) this.#found.push(`slice ${slice} is worked on although its result is recorded`);
      this.#attempts += 1;
      return scenario.failing.has(this.#attempts) ? 'transient' : 'none';
    };
    data.result = (slice) => ({ counted: 1, slice });
    this.#disk.commitDelay = () => this.#clock.sleep(scenario.commitMs);
  }

  async violations(): Promise<readonly string[]> {
    for (const end of this.#scenario.ends) {
      await this.#run(end);
      this.#noteSlicesAtWork(end.kind === 'stop');
    }
    let last: RunResult | undefined;
    for (let run = 0; run < MORE_RUNS && last?.outcome !== 'succeeded'; run += 1) last = await this.#run(undefined);
    if (last?.outcome !== 'succeeded') return [`it ended as ${last?.outcome ?? 'nothing'}`, ...this.#found];
    return [...this.#found, ...this.#checkJournal(), ...this.#checkPlaces()];
  }

  async #run(end: Scenario['ends'][number] | undefined): Promise<RunResult | undefined> {
    return await runMortal({
      ...this.#fixture,
      registry: this.#registry,
      disk: this.#disk,
      clock: this.#clock,
      death: end?.kind === 'death' ? end : undefined,
      ...(end?.kind === 'stop' ? { maxRuntimeMs: end.afterMs } : {}),
    });
  }

  #noteSlicesAtWork(isOrderly: boolean): void {
    const { inUse } = this.#vendor.data;
    if (isOrderly && [...inUse.values()].some((used) => used > 0)) this.#found.push('a slice is at work after the end');
  }

  #isRecorded(name: string): boolean {
    const at = name.indexOf('/');
    const step = `${name.slice(0, at)}.tally`;
    return this.#disk.records.some(
      (record) => record.kind === 'slice.done' && record.step === step && record.slice === name.slice(at + 1),
    );
  }

  #checkJournal(): readonly string[] {
    const found: string[] = [];
    for (const [index, { name }] of this.#scenario.units.entries()) {
      const count = this.#scenario.sliceCounts[index] ?? 0;
      const records = this.#disk.records.filter((record) => 'step' in record && record.step === `${name}.tally`);
      found.push(...checkStep(name, count, records));
    }
    return found;
  }

  #checkPlaces(): readonly string[] {
    const { places } = this.#scenario;
    return (['it', 'other'] as const).flatMap((alias) => {
      const most = this.#vendor.data.mostInUse.get(alias) ?? 0;
      return most > places[alias] ? [`${most} slices used ${alias} at once, which has ${places[alias]} places`] : [];
    });
  }
}

function checkStep(unit: string, count: number, records: readonly JournalRecord[]): readonly string[] {
  const kinds = records.map(({ kind }) => kind);
  const done = records.flatMap((record) => (record.kind === 'slice.done' ? [record] : []));
  const names = done.map(({ slice }) => slice).toSorted((left, right) => Number(left) - Number(right));
  const expected = Array.from({ length: count }, (_, index) => `${index}`);
  const ending = records.find((record) => record.kind === 'step.succeeded');
  const total = ending?.kind === 'step.succeeded' ? ending.outputs['total'] : undefined;
  return [
    ...(kinds[0] === 'job.planned' && kinds.lastIndexOf('job.planned') === 0
      ? []
      : [`${unit} was planned ${kinds.join()}`]),
    ...(names.join() === expected.join() ? [] : [`${unit} has recorded slices ${names.join()} of ${count}`]),
    ...(kinds.indexOf('step.succeeded') === kinds.length - 1 ? [] : [`${unit} has records after its end`]),
    ...(total === count ? [] : [`${unit} counted ${JSON.stringify(total)} of ${count}`]),
    ...done.flatMap(({ slice, result }) =>
      result['slice'] === `${unit}/${slice}` ? [] : [`${unit} has for ${slice} a result that it did not give`],
    ),
  ];
}

function withTwoConnections({ plan, graph }: PlanFixture, places: Scenario['places']): PlanFixture {
  const entry = (alias: 'it' | 'other') =>
    [
      alias,
      { alias, type: 'fake', config: {}, limits: { slices: places[alias] } satisfies Partial<Limits>, polling: {} },
    ] as const;
  return { plan: { ...plan, providers: new Map([entry('it'), entry('other')]) }, graph };
}

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const sliceCounts = Array.from({ length: between(1, 4) }, () => between(0, 8));
  const uses = [['it'], ['other'], ['it', 'other'], ['other', 'it']];
  return {
    sliceCounts,
    units: sliceCounts.map((slices, index) => ({
      name: `u${index}`,
      target: 'tally',
      maxAttempts: 50,
      with: { slices, connections: uses[between(0, 3)] ?? ['it'] },
    })),
    places: { it: between(1, 3), other: between(1, 3) },
    ends: Array.from({ length: between(0, 4) }, () =>
      random.fraction() < 0.5
        ? { kind: 'stop', afterMs: between(1, 60_000) }
        : { kind: 'death', atCommit: between(1, 12), isWritten: random.fraction() < 0.5 },
    ),
    failing: new Set(Array.from({ length: between(0, 5) }, () => between(1, 20))),
    commitMs: between(0, 30) * 100,
  };
}
