import { createRegistry, type JournalRecord, MemoryDisk, openMemoryStore, type RunResult } from '@waybill/core';
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

/** Everything that a life of units behind gates depends on. The same seed always makes the same. */
interface Scenario {
  readonly units: readonly MigrationFixture[];
  readonly count: number;
  readonly expiresAfterMs: number;
  /** Each process dies at its n-th commit; the last ones are left alone. */
  readonly deaths: readonly PlannedDeath[];
  /** How long the next process is waited for. */
  readonly pausesMs: readonly number[];
  /** By call with an effect: what becomes of it. */
  readonly faults: ReadonlyMap<number, 'lost-after-effect' | 'lost-before-effect' | 'throttled'>;
  readonly latencyMs: number;
  /** A call every so many milliseconds. */
  readonly intervalMs: number;
  readonly between: (least: number, most: number) => number;
}

const APPROVERS = ['ann', 'ben', 'cleo'];
/** Who approves: approvers, the same by another name, and somebody else. */
const NAMES = [...APPROVERS, 'ANN', 'Ben', 'mallory'];
const HOUR_MS = 3_600_000;
/** From then on those who may approve do, and nobody dies. */
const CALM_RUN = 12;
const MAX_RUNS = 40;

/**
 * Units whose cut-over several have to approve, over deaths, lost answers and days in between, until they are done. Gives what must not
 * be: an effect behind a gate without as many approvals that count as the rule asks for, unless it is the end of what began with
 * them; and a life without an end. What counts is reckoned here from what was posted.
 */
export async function liveApprovals(seed: number): Promise<readonly string[]> {
  return await new Life(buildScenario(seed), seed).violations();
}

class Life {
  readonly #scenario: Scenario;
  readonly #clock = new VirtualClock(Date.UTC(2026, 5, 10));
  readonly #vendor: FakeVendor;
  readonly #registry;
  readonly #disk: MemoryDisk;
  readonly #fixture: PlanFixture;
  readonly #posted: { readonly unit: string; readonly by: string; readonly atMs: number }[] = [];
  readonly #found: string[] = [];
  #effects = 0;

  constructor(scenario: Scenario, seed: number) {
    this.#scenario = scenario;
    const { latencyMs, intervalMs, count, expiresAfterMs, units } = scenario;
    this.#vendor = new FakeVendor(this.#clock, { taskDurationMs: HOUR_MS / 6, latencyMs });
    const fake = createFakeProvider(this.#vendor);
    this.#registry = createRegistry([{ ...fake, kinds: { ...fake.kinds, led: ledKind(GATE) } }]);
    this.#disk = new MemoryDisk('fixture', createSeededRandom(seed));
    const { plan, graph } = buildPlanFixture(units, this.#registry, { limits: { requests: { count: 1, intervalMs } } });
    const rule = { name: 'cutover', approvers: APPROVERS, count, needsReason: false, expiresAfterMs };
    this.#fixture = { plan: { ...plan, approvals: new Map([['cutover', rule]]) }, graph };
    this.#vendor.fault = ({ operation }) => {
      if (operation === 'ListTasks') return 'none';
      this.#effects += 1;
      return scenario.faults.get(this.#effects) ?? 'none';
    };
  }

  async violations(): Promise<readonly string[]> {
    const { deaths, pausesMs } = this.#scenario;
    for (let run = 0; run < MAX_RUNS; run += 1) {
      const result = await this.#run(run < CALM_RUN ? deaths[run] : undefined);
      if (result?.outcome === 'succeeded') return this.#found;
      if (result?.outcome === 'failed') return [...this.#found, 'a unit failed'];
      await this.#approveSome(run);
      await this.#clock.advance(run < CALM_RUN ? (pausesMs[run] ?? 0) : 0);
    }
    return [...this.#found, `it has not ended after ${MAX_RUNS} runs`];
  }

  async #approveSome(run: number): Promise<void> {
    for (const { name: unit } of this.#scenario.units) {
      const { between } = this.#scenario;
      const drawn = Array.from({ length: between(0, 3) }, () => NAMES[between(0, NAMES.length - 1)] ?? 'ann');
      for (const by of run < CALM_RUN ? drawn : APPROVERS) await this.#post(unit, by);
    }
  }

  async #post(unit: string, by: string): Promise<void> {
    const atMs = this.#clock.now();
    this.#posted.push({ unit, by, atMs });
    await openMemoryStore(this.#disk).post({ kind: 'approve', step: `${unit}.cutover`, by, atMs });
  }

  async #run(death: PlannedDeath | undefined): Promise<RunResult | undefined> {
    return await runMortal({
      ...this.#fixture,
      registry: this.#registry,
      disk: this.#disk,
      clock: this.#clock,
      death,
      onEvent: (event) => {
        if (event.kind === 'step.started') this.#check(event);
      },
    });
  }

  #check({ step, unit, at }: { readonly step: string; readonly unit: string; readonly at: number }): void {
    const name = step.slice(unit.length + 1);
    if (!BEHIND.has(name) || this.#isOpen(step) || this.#hasBegunCutover(unit)) return;
    const { count, expiresAfterMs } = this.#scenario;
    const valid = this.#posted.filter(
      (approval) => approval.unit === unit && approval.by !== 'mallory' && at - approval.atMs < expiresAfterMs,
    );
    const people = new Set(valid.map(({ by }) => by.toLowerCase()));
    if (people.size < count) this.#found.push(`${step} starts with ${people.size} of ${count} approvals`);
  }

  /** It was sent before, and no record says what became of it. The intent of the present try is the last record. */
  #isOpen(step: string): boolean {
    const before = this.#recordsOf(step).at(-2);
    return before !== undefined && isUnsettled(before);
  }

  #hasBegunCutover(unit: string): boolean {
    const last = this.#recordsOf(`${unit}.freeze`).at(-1);
    if (last === undefined || last.kind === 'step.retried') return false;
    // The intent of a freeze that is sent now is its last record.
    if (last.kind === 'step.intent') return this.#isOpen(`${unit}.freeze`);
    return last.kind === 'step.succeeded' || isUnsettled(last) || last.kind === 'step.resolved';
  }

  #recordsOf(step: string): readonly JournalRecord[] {
    return this.#disk.records.filter((record) => 'step' in record && record.step === step);
  }
}

const GATE = { kind: 'gate', name: 'cutover', title: 'cut-over', instruction: 'Stop the writers.' } as const;

/** Effects behind the gate, without the lift, which is done whatever has failed. */
const BEHIND: ReadonlySet<string> = new Set(['freeze', 'switch', 'delete']);

function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const between = (least: number, most: number): number => least + Math.floor(random.fraction() * (most - least + 1));
  const FAULTS = ['lost-after-effect', 'lost-before-effect', 'throttled'] as const;
  return {
    units: Array.from({ length: between(1, 3) }, (_, index) => ({
      name: `u${index}`,
      target: ['led', 'gated'][between(0, 1)] ?? 'led',
      maxAttempts: 50,
    })),
    count: between(1, 3),
    expiresAfterMs: between(8, 16) * HOUR_MS,
    deaths: Array.from({ length: between(0, 8) }, () => ({
      atCommit: between(1, 10),
      isWritten: random.fraction() < 0.5,
    })),
    pausesMs: Array.from({ length: CALM_RUN }, () => between(0, 6) * 3 * HOUR_MS),
    faults: new Map(
      Array.from({ length: between(0, 5) }, () => [between(1, 14), FAULTS[between(0, 2)] ?? 'throttled']),
    ),
    latencyMs: between(0, 3) * 60_000,
    intervalMs: [1_000, 600_000, 5_400_000][between(0, 2)] ?? 1_000,
    between,
  };
}
