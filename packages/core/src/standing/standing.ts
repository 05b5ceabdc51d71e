import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { leaveOutUnits } from '../graph/leave-out-units.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StepStatus } from '../progress/step-status.ts';
import { noUnits, type ProgressCounts, UNIT_STATUSES, type UnitCounts } from '../progress/unit-counts.ts';
import { UnitStates } from '../progress/unit-states.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { needsApproval, waitsOutside } from '../provider/steps/step-traits.ts';
import { Ledger } from '../scheduler/ledger.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import { defined } from '../value/defined.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { NONE_SETTLED, type SettledUnits, type UncompiledCheckpoint } from './snapshot.ts';

/** Some milliseconds of work. */
const STEPS_PER_SLICE = 2_000;
const UNITS_PER_SLICE = 1_000;

/** Where every step and unit of a plan stands, as far as its journal tells. */
export interface Standing {
  step(address: string): StepStatus;
  unit(address: string): UnitStatus;
  /** The numbers of every view. */
  readonly counts: ProgressCounts;
}

/**
 * What a run would find when it resumed now, without running. It rests on the same ledger as a run: a gate is `gated`
 * exactly when a run would let an approval through, and checks that a run would repeat do not count as done. `running`: an
 * effect was begun and nothing is recorded after it, in a run that has not ended. One that has ended in order could not
 * tell what became of the effect: `unknown`.
 *
 * `isRunning`: the last run is in progress, so that a check that passed in it is done. Default false. `settled`: units
 * whose steps the checkpoint leaves out.
 *
 * @default none
 */
export function computeStanding(
  graph: Graph,
  checkpoint: Checkpoint,
  isRunning: boolean = false,
  settled: SettledUnits = NONE_SETTLED,
): Standing {
  return atOnce(computeStandingSliced(graph, checkpoint, isRunning, settled));
}

/** What `computeStanding` gives. The checkpoint must not change meanwhile. */
export function* computeStandingSliced(
  graph: Graph,
  checkpoint: Checkpoint,
  isRunning: boolean = false,
  settled: SettledUnits = NONE_SETTLED,
): Sliced<Standing> {
  const open = settled.size === 0 ? graph : leaveOutUnits(graph, (unit) => settled.has(unit));
  const ledger = yield* Ledger.ofSliced(open);
  const states = yield* UnitStates.ofSliced(open, checkpoint);
  const unknown = new Set<string>();
  const { lastRun } = checkpoint;
  const checksSinceMs = isRunning && lastRun?.ended === undefined ? lastRun?.startedAtMs : undefined;
  const options = { retryFailed: false, ...defined({ checksSinceMs }) };
  const { ready } = yield* ledger.restoreSliced(checkpoint, options);
  yield* eachSliced(ready, STEPS_PER_SLICE, (step) => {
    const status = statusBeyondReady(step, checkpoint);
    if (status === 'unknown') unknown.add(step.address);
    // The ledger would give up everything behind an unknown outcome; the next run may still settle it.
    ledger.mark(step, status === 'unknown' ? 'running' : status);
  });
  const found = new FoundStatuses();
  yield* eachSliced(open.units, UNITS_PER_SLICE, (unit) => {
    const { address } = unit;
    const statuses = ledger.stepStatuses(address);
    const steps = statuses.map((status, place) => (unknown.has(addressOf(unit, place)) ? 'unknown' : status));
    found.add(unit, { shape: unit.shape, unit: states.status(address), steps });
  });
  const { counts } = states;
  return settled.size === 0
    ? new FoundStanding(found, counts)
    : new FoundStanding(found, addSettled(counts, graph, settled), { graph, settled });
}

/** An object and no functions of the one that made it: they would keep its ledger for as long as they live. */
class FoundStanding implements Standing {
  readonly counts: ProgressCounts;
  readonly #found: FoundStatuses;
  readonly #leftOut: LeftOut | undefined;

  constructor(found: FoundStatuses, counts: ProgressCounts, leftOut?: LeftOut) {
    this.#found = found;
    this.counts = counts;
    this.#leftOut = leftOut;
  }

  step(address: string): StepStatus {
    const unit = this.#leftOut?.graph.stepsByAddress.get(address)?.unit ?? '';
    return this.#isSettled(unit) ? 'succeeded' : this.#found.step(address);
  }

  unit(address: string): UnitStatus {
    return this.#isSettled(address) ? 'succeeded' : this.#found.unit(address);
  }

  #isSettled(unit: string): boolean {
    return this.#leftOut?.settled.has(unit) === true;
  }
}

/** Units that were not looked at, because they are settled. */
interface LeftOut {
  readonly graph: Graph;
  readonly settled: SettledUnits;
}

function addressOf({ address, shape }: PlannedUnit, place: number): string {
  return `${address}.${shape.steps[place]?.name ?? ''}`;
}

interface UnitStatuses {
  readonly shape: UnitShape;
  readonly unit: UnitStatus;
  /** By the places of its shape. */
  readonly steps: readonly StepStatus[];
}

/**
 * What was found of each unit. Most units have the same as others, and share it: a standing lives as long as the preview
 * or report that was made with it, and a ledger of 100,000 units takes tens of megabytes.
 */
class FoundStatuses {
  readonly #units = new Map<string, UnitStatuses>();
  readonly #known = new Map<UnitShape, Map<string, UnitStatuses>>();

  add({ address }: PlannedUnit, statuses: UnitStatuses): void {
    const ofShape = this.#known.get(statuses.shape) ?? new Map<string, UnitStatuses>();
    this.#known.set(statuses.shape, ofShape);
    const key = `${statuses.unit} ${statuses.steps.join()}`;
    const found = ofShape.get(key) ?? statuses;
    ofShape.set(key, found);
    this.#units.set(address, found);
  }

  unit(address: string): UnitStatus {
    return this.#at(address).unit;
  }

  /** Names of steps hold no dot, so what is before the last one is the unit. */
  step(address: string): StepStatus {
    const dot = Math.max(0, address.lastIndexOf('.'));
    const { steps, shape } = this.#at(address.slice(0, dot));
    const status = steps[shape.places.get(address.slice(dot + 1)) ?? -1];
    assertInvariant(status !== undefined, `the standing knows every step: ${address}`);
    return status;
  }

  #at(unit: string): UnitStatuses {
    const found = this.#units.get(unit);
    assertInvariant(found !== undefined, `the standing knows every unit: ${unit}`);
    return found;
  }
}

/** The same for a plan whose units are all settled, and which was not compiled. */
export function standingOfSettled({
  checkpoint,
  settled,
  migrations,
}: Pick<UncompiledCheckpoint, 'checkpoint' | 'settled' | 'migrations'>): Standing {
  const steps = settled.values().reduce((sum, count) => sum + count, 0);
  const done = (count: number): UnitCounts => ({ ...noUnits(), total: count, succeeded: count });
  const counted = migrations.filter(([, units]) => units > 0).map(([name, units]) => ({ name, units: done(units) }));
  return {
    step: () => 'succeeded',
    unit: () => 'succeeded',
    counts: {
      record: checkpoint.lastSeq,
      steps: { done: steps, total: steps, unreachable: 0 },
      units: counted.map(({ units }) => units).reduce(addCounts, noUnits()),
      migrations: counted,
      remoteTasks: 0,
    },
  };
}

function addSettled(counts: ProgressCounts, graph: Graph, settled: SettledUnits): ProgressCounts {
  const units = new Map(graph.units.map(({ unit }) => [unit.migration.name, noUnits()]));
  for (const { address, unit } of graph.units) {
    if (!settled.has(address)) continue;
    const ofMigration = units.get(unit.migration.name) ?? noUnits();
    ofMigration.total += 1;
    ofMigration.succeeded += 1;
  }
  const open = new Map(counts.migrations.map((migration) => [migration.name, migration.units]));
  const done = settled.values().reduce((sum, steps) => sum + steps, 0);
  return {
    ...counts,
    steps: { ...counts.steps, done: counts.steps.done + done },
    units: [...units.values()].reduce(addCounts, counts.units),
    migrations: [...units].map(([name, added]) => ({ name, units: addCounts(added, open.get(name) ?? noUnits()) })),
  };
}

function addCounts(left: UnitCounts, right: UnitCounts): UnitCounts {
  const sum = noUnits();
  for (const status of UNIT_STATUSES) sum[status] = left[status] + right[status];
  return { ...sum, total: left.total + right.total };
}

type OpenStatus = 'ready' | 'running' | 'sleeping' | 'waiting' | 'gated' | 'unknown';

function statusBeyondReady(step: ReadyStep, { steps, lastRun }: Checkpoint): OpenStatus {
  if (needsApproval(step)) return 'gated';
  if (waitsOutside(step)) return 'waiting';
  switch (steps.get(step.address)?.status) {
    case 'begun':
      return lastRun?.ended === undefined ? 'running' : 'ready';
    case 'intended':
      return lastRun?.ended === undefined ? 'running' : 'unknown';
    case 'unknown':
      return 'unknown';
    case 'retryable':
      return 'sleeping';
    default:
      return 'ready';
  }
}
