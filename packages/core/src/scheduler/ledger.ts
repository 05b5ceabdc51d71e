import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { ChangeCollector, type LedgerChange } from './ledger-change.ts';
import { ReadyStep } from './ready-step.ts';
import { type RestoreOptions, restoredStatuses } from './restored-statuses.ts';
import { type BlockedGauge, UnitNeeds } from './unit-needs.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

const ENDED: ReadonlySet<StepStatus> = new Set(['succeeded', 'failed', 'unknown', 'skipped']);

/**
 * The state machine of a run: which steps are ready, done, or out of reach. No I/O, no time; the runner reports what
 * happened and gets what follows. Order rests here: a step becomes ready only after its own needs and those of its unit
 * have succeeded. It keeps no steps, only where each one is.
 */
export class Ledger {
  readonly #graph: Graph;
  readonly #units = new Map<PlannedUnit, UnitEntry>();
  readonly #needs: UnitNeeds;
  readonly #counts: Record<StepStatus, number> = noSteps();

  private constructor(graph: Graph) {
    this.#graph = graph;
    this.#needs = new UnitNeeds(graph, (unit) => this.#units.get(unit)?.isOver === true);
  }

  /** `isCounted`: the units that `blocked` counts. */
  static of(graph: Graph, isCounted?: (unit: string) => boolean): Ledger {
    return atOnce(Ledger.ofSliced(graph, isCounted));
  }

  /** What `of` gives. */
  static *ofSliced(graph: Graph, isCounted: (unit: string) => boolean = () => true): Sliced<Ledger> {
    const ledger = new Ledger(graph);
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => {
      ledger.#addUnit(unit);
      ledger.#needs.add(unit, isCounted(unit.address));
    });
    return ledger;
  }

  #addUnit(unit: PlannedUnit): void {
    const { shape } = unit;
    this.#units.set(unit, {
      shape,
      statuses: shape.steps.map(() => 'blocked'),
      openSteps: shape.steps.length,
      isFailed: false,
      isReported: false,
      isOver: false,
    });
    this.#counts.blocked += shape.steps.length;
  }

  /** Takes over what earlier runs finished, as `restoredStatuses` says, and returns what is ready now. */
  restore(checkpoint: Checkpoint, options: RestoreOptions): LedgerChange {
    return atOnce(this.restoreSliced(checkpoint, options));
  }

  /** What `restore` does. Until its end nothing may be marked or ended. */
  *restoreSliced(checkpoint: Checkpoint, options: RestoreOptions): Sliced<LedgerChange> {
    const { units } = this.#graph;
    const change = new ChangeCollector();
    if (checkpoint.steps.size + checkpoint.decisions.size > 0)
      yield* eachSliced(units, UNITS_PER_SLICE, (unit) => this.#restoreUnit(unit, checkpoint, options));
    // Failed units first: the end of another one must not make steps ready that are given up.
    for (const isFailed of [true, false])
      yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
        if (this.#entryOf(unit).isFailed === isFailed) this.#settleRestored(unit, change);
      });
    yield* eachSliced(units, UNITS_PER_SLICE, (unit) => this.#collectReady(unit, change));
    return change;
  }

  #restoreUnit(unit: PlannedUnit, checkpoint: Checkpoint, options: RestoreOptions): void {
    const entry = this.#entryOf(unit);
    for (const [step, status] of restoredStatuses(unit, checkpoint, options)) {
      this.#setEnded(entry, this.#find(step).place, status);
      if (status === 'failed') entry.isFailed = true;
    }
  }

  #settleRestored(unit: PlannedUnit, change: ChangeCollector): void {
    const entry = this.#entryOf(unit);
    const isGivenUp = entry.openSteps === 0 && entry.statuses.includes('skipped');
    if (entry.isFailed) this.#failUnit(unit, entry, change);
    else if (isGivenUp) {
      this.#close(unit, entry);
      this.#skipDependents(unit.address, change);
    } else if (entry.openSteps === 0) this.#endUnit(unit, entry, change);
  }

  status(step: string): StepStatus {
    return this.statusOf(this.#find(step));
  }

  /** As `status`, of a step at hand: nothing need be looked up. */
  statusOf({ planned, place }: PlacedStep): StepStatus {
    return statusAt(this.#entryOf(planned), place);
  }

  /** Of the steps of a unit, by the places of its shape. */
  stepStatuses(unit: string): readonly StepStatus[] {
    return this.#entryOf(this.#unitAt(unit)).statuses;
  }

  /** Names of steps hold no dot, so what stands before the last one is the unit. */
  #find(address: string): PlacedStep {
    const dot = Math.max(0, address.lastIndexOf('.'));
    return this.readyStep({ unit: address.slice(0, dot), name: address.slice(dot + 1) });
  }

  /** A step as one that may be started. */
  readyStep({ unit, name }: StepName): ReadyStep {
    const planned = this.#unitAt(unit);
    const place = planned.shape.places.get(name);
    assertInvariant(place !== undefined, `a unit has every step that is asked for: ${unit}.${name}`);
    return new ReadyStep(planned, place);
  }

  /** Steps by status. */
  get counts(): Readonly<Record<StepStatus, number>> {
    return { ...this.#counts };
  }

  /** Units that other units keep from starting, each counted once. */
  get blocked(): readonly BlockedGauge[] {
    return this.#needs.blocked;
  }

  unitStatus(address: string): UnitStatus {
    const statuses = this.stepStatuses(address);
    if (statuses.includes('failed')) return 'failed';
    if (statuses.includes('unknown')) return 'unknown';
    if (statuses.every((status) => status === 'succeeded')) return 'succeeded';
    if (statuses.includes('skipped')) return 'skipped';
    if (statuses.includes('gated')) return 'gated';
    return statuses.every((status) => status === 'blocked' || status === 'ready') ? 'pending' : 'active';
  }

  /** A ready step is being worked on, or waits for something outside. */
  mark({ planned, place }: PlacedStep, status: 'ready' | 'running' | 'sleeping' | 'waiting' | 'gated'): void {
    const entry = this.#entryOf(planned);
    assertInvariant(!ENDED.has(statusAt(entry, place)), `a step of ${planned.address} has ended and cannot continue`);
    this.#set(entry, place, status);
  }

  #set(entry: UnitEntry, place: number, status: StepStatus): void {
    this.#counts[statusAt(entry, place)] -= 1;
    this.#counts[status] += 1;
    entry.statuses[place] = status;
  }

  /** The outcome is durable; returns what follows from it. */
  end({ planned, place }: PlacedStep, status: 'succeeded' | 'failed' | 'unknown'): LedgerChange {
    const change = new ChangeCollector();
    const entry = this.#entryOf(planned);
    this.#setEnded(entry, place, status);
    if (status !== 'succeeded') this.#failUnit(planned, entry, change);
    else if (entry.openSteps === 0) this.#endUnit(planned, entry, change);
    else this.#collectReady(planned, change);
    return change;
  }

  /** A step that is worked on waits until steps of its unit, by address, were done again; returns what follows from it. */
  takeBack({ planned, place }: PlacedStep, done: readonly string[]): LedgerChange {
    const change = new ChangeCollector();
    const entry = this.#entryOf(planned);
    for (const address of done) {
      const { place: earlier } = this.#find(address);
      if (statusAt(entry, earlier) !== 'succeeded') continue;
      entry.openSteps += 1;
      this.#set(entry, earlier, 'blocked');
    }
    this.#set(entry, place, 'blocked');
    if (entry.isFailed) this.#failUnit(planned, entry, change);
    else this.#collectReady(planned, change);
    return change;
  }

  /** All of its steps have ended, or it was skipped. */
  isOver(unit: PlannedUnit): boolean {
    return this.#entryOf(unit).isOver;
  }

  #setEnded(entry: UnitEntry, place: number, status: StepStatus): void {
    if (!ENDED.has(statusAt(entry, place))) entry.openSteps -= 1;
    this.#set(entry, place, status);
  }

  #failUnit(unit: PlannedUnit, entry: UnitEntry, change: ChangeCollector): void {
    if (!entry.isReported) change.failedUnits.push(unit.address);
    entry.isFailed = true;
    entry.isReported = true;
    this.#skipWhatCannotRun(entry);
    this.#collectReady(unit, change);
    if (entry.openSteps === 0) this.#endUnit(unit, entry, change);
  }

  /** After a failure only `always` steps continue, and only when something before them succeeded: there is something to undo. */
  #skipWhatCannotRun(entry: UnitEntry): void {
    for (const [place, step] of entry.shape.steps.entries()) {
      const status = statusAt(entry, place);
      if (status !== 'blocked' && status !== 'ready' && status !== 'gated') continue;
      const needs = step.needs.map((need) => statusAt(entry, need));
      const canStillRun = step.always && (needs.includes('succeeded') || needs.some((need) => !ENDED.has(need)));
      if (!canStillRun) this.#setEnded(entry, place, 'skipped');
    }
  }

  #collectReady(unit: PlannedUnit, change: ChangeCollector): void {
    const entry = this.#entryOf(unit);
    if (!this.#needs.areMet(unit) || entry.isOver) return;
    entry.shape.steps.forEach((step, place) => {
      if (entry.statuses[place] !== 'blocked') return;
      const needs = step.needs.map((need) => statusAt(entry, need));
      const isReady =
        step.always && entry.isFailed
          ? needs.every((need) => ENDED.has(need))
          : needs.every((need) => need === 'succeeded');
      if (!isReady) return;
      this.#set(entry, place, 'ready');
      change.ready.push(new ReadyStep(unit, place));
    });
  }

  #endUnit(unit: PlannedUnit, entry: UnitEntry, change: ChangeCollector): void {
    if (entry.isOver) return;
    this.#close(unit, entry);
    if (entry.isFailed) {
      this.#skipDependents(unit.address, change);
      return;
    }
    change.succeededUnits.push(unit.address);
    for (const freed of this.#needs.succeeded(unit)) this.#collectReady(freed, change);
  }

  #close(unit: PlannedUnit, entry: UnitEntry): void {
    entry.isOver = true;
    this.#needs.waitNoMore(unit);
  }

  /** Everything that waits for a failed unit, directly or not, is out of reach in this run. */
  #skipDependents(failed: string, change: ChangeCollector): void {
    const open = [failed];
    for (let cause = open.pop(); cause !== undefined; cause = open.pop()) {
      for (const address of this.#needs.takeDependents(this.#unitAt(cause))) {
        const unit = this.#unitAt(address);
        const entry = this.#entryOf(unit);
        if (entry.isOver) continue;
        this.#close(unit, entry);
        for (const [place, status] of entry.statuses.entries())
          if (!ENDED.has(status)) this.#setEnded(entry, place, 'skipped');
        change.skippedUnits.push({ unit: address, because: cause });
        open.push(address);
      }
    }
  }

  #entryOf(unit: PlannedUnit): UnitEntry {
    const entry = this.#units.get(unit);
    assertInvariant(entry !== undefined, `the ledger is of all units of the graph: ${unit.address}`);
    return entry;
  }

  #unitAt(address: string): PlannedUnit {
    const unit = this.#graph.unitsByAddress.get(address);
    assertInvariant(unit !== undefined, `the graph knows every unit: ${address}`);
    return unit;
  }
}

interface UnitEntry {
  readonly shape: UnitShape;
  /** By the places of the shape. */
  readonly statuses: StepStatus[];
  openSteps: number;
  isFailed: boolean;
  /** Its failure is in a change already. */
  isReported: boolean;
  /** All steps have ended, or the unit was skipped. */
  isOver: boolean;
}

/** A step, built or not. */
type StepName = Pick<Step, 'unit' | 'name'>;

/** A step by its place in its unit. */
type PlacedStep = Pick<ReadyStep, 'planned' | 'place'>;

function statusAt({ statuses }: UnitEntry, place: number): StepStatus {
  const status = statuses[place];
  assertInvariant(status !== undefined, 'a unit has as many statuses as steps');
  return status;
}

function noSteps(): Record<StepStatus, number> {
  return {
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
  };
}
