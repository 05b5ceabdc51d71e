import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { hasOpenTask } from './has-open-task.ts';
import { RecordedSteps } from './recorded-steps.ts';
import { noUnits, type ProgressCounts } from './unit-counts.ts';
import type { UnitStatus } from './unit-status.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

/** What the numbers come from. It may be what follows a journal, as a fold does. */
type CountedFacts = Pick<Checkpoint, 'lastSeq' | 'steps' | 'decisions'>;

/**
 * The one fold behind every number that a user sees: graph and checkpoint give the status of every unit. It follows a
 * running journal: after a record `update` looks again at the unit of that record and at those that need it, so that a
 * record costs about the same however large the plan is.
 */
export class UnitStates {
  readonly #graph: Graph;
  readonly #units = new Map<PlannedUnit, UnitEntry>();
  /** By what is needed: a unit's address, or `orders[*]`. */
  readonly #needs = new Map<string, Need>();
  readonly #migrations = new Map<string, Record<UnitStatus | 'total', number>>();
  readonly #totals = noUnits();
  #facts: CountedFacts;
  #isOver: boolean;
  #stepsDone = 0;
  #remoteTasks = 0;
  #unreachable = 0;

  /**
   * `isOver`: the run that wrote last has ended.
   *
   * @default as its journal says
   */
  static of(graph: Graph, checkpoint: Checkpoint, isOver?: boolean): UnitStates {
    return atOnce(UnitStates.ofSliced(graph, checkpoint, isOver));
  }

  /** What `of` gives. The checkpoint must not change meanwhile. */
  static *ofSliced(
    graph: Graph,
    checkpoint: Checkpoint,
    isOver: boolean = checkpoint.lastRun?.ended !== undefined,
  ): Sliced<UnitStates> {
    const states = new UnitStates(graph, checkpoint, isOver);
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => states.#addUnit(unit));
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => states.#addNeeds(unit));
    const isRecorded = checkpoint.steps.size + checkpoint.decisions.size > 0;
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => {
      if (isRecorded || !isPendingAtFirst(unit)) states.#evaluateUnit(unit);
    });
    states.#evaluateWaiting();
    return states;
  }

  private constructor(graph: Graph, facts: CountedFacts, isOver: boolean) {
    this.#graph = graph;
    this.#facts = facts;
    this.#isOver = isOver;
  }

  status(address: string): UnitStatus {
    const unit = this.#graph.unitsByAddress.get(address);
    assertInvariant(unit !== undefined, `the graph has every unit that is asked for: ${address}`);
    return this.#entryOf(unit).status;
  }

  get counts(): ProgressCounts {
    return {
      record: this.#facts.lastSeq,
      steps: { done: this.#stepsDone, total: this.#graph.stepCount, unreachable: this.#unreachable },
      units: { ...this.#totals },
      migrations: [...this.#migrations].map(([name, counts]) => ({ name, units: { ...counts } })),
      remoteTasks: this.#remoteTasks,
    };
  }

  /** `facts` have a new record, about `unit` of the graph or a step of it. */
  update(unit: PlannedUnit, facts: CountedFacts): void {
    this.#facts = facts;
    this.#evaluateUnit(unit);
    this.#evaluateWaiting();
  }

  /** The run has ended, with `facts`: outcomes that are unknown stay so until the next one. */
  end(facts: CountedFacts): void {
    atOnce(this.endSliced(facts));
  }

  /** What `end` does. The facts must not change meanwhile. */
  *endSliced(facts: CountedFacts): Sliced<void> {
    this.#facts = facts;
    if (this.#isOver) return;
    this.#isOver = true;
    const unsettled: PlannedUnit[] = [];
    yield* eachSliced(this.#graph.units, UNITS_PER_SLICE, (unit) => {
      const { status } = this.#entryOf(unit);
      if (status === 'succeeded') return;
      // What an unknown unit keeps from starting changes although its own status does not.
      if (status === 'unknown') this.#markBroken(unit, 1);
      if (new RecordedSteps(unit, this.#facts.steps).isIntended) unsettled.push(unit);
    });
    for (const unit of unsettled) this.#evaluateUnit(unit);
    this.#evaluateWaiting();
  }

  #addUnit(unit: PlannedUnit): void {
    const ofMigration = this.#countsOf(unit);
    ofMigration.pending += 1;
    ofMigration.total += 1;
    this.#totals.pending += 1;
    this.#totals.total += 1;
    this.#units.set(unit, {
      ofMigration,
      status: 'pending',
      stepsDone: 0,
      unreachable: 0,
      hasTask: false,
      openNeeds: 0,
      brokenNeeds: 0,
    });
  }

  #addNeeds(unit: PlannedUnit): void {
    for (const key of unit.needs) {
      const need = this.#needs.get(key) ?? { open: this.#membersOf(key), broken: 0, waiters: [] };
      this.#needs.set(key, need);
      need.waiters.push(unit);
      if (need.open > 0) this.#entryOf(unit).openNeeds += 1;
    }
  }

  #membersOf(key: string): number {
    return key.endsWith('[*]') ? (this.#migrations.get(key.slice(0, -3))?.total ?? 0) : 1;
  }

  /** Units whose needs changed while others were looked at. */
  readonly #waiting: PlannedUnit[] = [];

  #evaluateWaiting(): void {
    for (let unit = this.#waiting.pop(); unit !== undefined; unit = this.#waiting.pop()) this.#evaluateUnit(unit);
  }

  #evaluateUnit(unit: PlannedUnit): void {
    const entry = this.#entryOf(unit);
    const recorded = new RecordedSteps(unit, this.#facts.steps);
    const hasTask = hasOpenTask(unit, this.#facts, recorded.statuses);
    this.#remoteTasks += Number(hasTask) - Number(entry.hasTask);
    entry.hasTask = hasTask;
    const decision = this.#facts.decisions.get(unit.address)?.decision;
    const stepsDone = decision === 'accepted' ? unit.shape.steps.length : recorded.doneCount;
    this.#stepsDone += stepsDone - entry.stepsDone;
    entry.stepsDone = stepsDone;
    const status = decision === undefined ? this.#statusOf(recorded, entry) : STATUS_DECIDED[decision];
    const unreachable = LOST.has(status) ? unit.shape.steps.length - stepsDone : 0;
    this.#unreachable += unreachable - entry.unreachable;
    entry.unreachable = unreachable;
    if (entry.status !== status) this.#setStatus(unit, entry, status);
  }

  #statusOf(recorded: RecordedSteps, { hasTask, openNeeds, brokenNeeds }: UnitEntry): UnitStatus {
    if (recorded.hasFailed) return 'failed';
    if (recorded.isUnknown || (this.#isOver && recorded.isIntended)) return 'unknown';
    if (recorded.isDone) return 'succeeded';
    if (brokenNeeds > 0) return 'skipped';
    if (openNeeds === 0 && recorded.isAtGate) return 'gated';
    if (hasTask) return 'active';
    return recorded.hasBegun ? 'started' : 'pending';
  }

  #setStatus(unit: PlannedUnit, entry: UnitEntry, status: UnitStatus): void {
    const before = entry.status;
    entry.status = status;
    for (const counts of [this.#totals, entry.ofMigration]) {
      counts[before] -= 1;
      counts[status] += 1;
    }
    if ((before === 'succeeded') !== (status === 'succeeded')) this.#markOpen(unit, status === 'succeeded' ? -1 : 1);
    if (this.#isBroken(before) !== this.#isBroken(status)) this.#markBroken(unit, this.#isBroken(status) ? 1 : -1);
  }

  #isBroken(status: UnitStatus): boolean {
    return status === 'failed' || status === 'skipped' || (status === 'unknown' && this.#isOver);
  }

  #markOpen(unit: PlannedUnit, by: 1 | -1): void {
    for (const need of this.#needsOn(unit)) {
      const wasOpen = need.open > 0;
      need.open += by;
      if (wasOpen !== need.open > 0) this.#changeWaiters(need, 'openNeeds', by);
    }
  }

  #markBroken(unit: PlannedUnit, by: 1 | -1): void {
    for (const need of this.#needsOn(unit)) {
      const wasBroken = need.broken > 0;
      need.broken += by;
      if (wasBroken !== need.broken > 0) this.#changeWaiters(need, 'brokenNeeds', by);
    }
  }

  #changeWaiters({ waiters }: Need, field: 'openNeeds' | 'brokenNeeds', by: 1 | -1): void {
    for (const waiter of waiters) {
      this.#entryOf(waiter)[field] += by;
      this.#waiting.push(waiter);
    }
  }

  #needsOn({ address, unit }: PlannedUnit): readonly Need[] {
    if (this.#needs.size === 0) return [];
    return [address, `${unit.migration.name}[*]`].flatMap((key) => this.#needs.get(key) ?? []);
  }

  #countsOf({ unit }: PlannedUnit): Record<UnitStatus | 'total', number> {
    const { name } = unit.migration;
    const known = this.#migrations.get(name);
    if (known !== undefined) return known;
    const created = noUnits();
    this.#migrations.set(name, created);
    return created;
  }

  #entryOf(unit: PlannedUnit): UnitEntry {
    const entry = this.#units.get(unit);
    assertInvariant(entry !== undefined, `the states are of all units of the graph: ${unit.address}`);
    return entry;
  }
}

/** Without a record it is what it was added as. One with a gate may wait there already. */
function isPendingAtFirst({ shape: { steps } }: PlannedUnit): boolean {
  return steps.length > 0 && !steps.some(needsApproval);
}

const LOST: ReadonlySet<UnitStatus> = new Set(['failed', 'unknown', 'skipped']);

const STATUS_DECIDED: Readonly<Record<UnitDecided['decision'], UnitStatus>> = {
  accepted: 'succeeded',
  skipped: 'skipped',
};

interface UnitEntry {
  /** Those of its migration. */
  readonly ofMigration: Record<UnitStatus | 'total', number>;
  status: UnitStatus;
  stepsDone: number;
  unreachable: number;
  /** Its remote task may run. */
  hasTask: boolean;
  /** Needs that have not succeeded, and those that did not succeed and will not in this run. */
  openNeeds: number;
  brokenNeeds: number;
}

interface Need {
  /** Members that have not succeeded. */
  open: number;
  /** Members that did not succeed. */
  broken: number;
  readonly waiters: PlannedUnit[];
}
