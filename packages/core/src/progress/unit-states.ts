import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { beginsUnit, needsApproval } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { statusIn } from '../journal/step-states.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { hasOpenTask } from './has-open-task.ts';
import { impliedSteps } from './implied-steps.ts';
import type { UnitStatus } from './unit-status.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

export const UNIT_STATUSES: readonly UnitStatus[] = [
  'succeeded',
  'failed',
  'unknown',
  'gated',
  'active',
  'started',
  'pending',
  'skipped',
];

/** Units by status; the statuses add up to the total. */
export type UnitCounts = Readonly<Record<UnitStatus | 'total', number>>;

/** How far a plan is after one record of its journal. Every view shows these numbers and counts none of its own. */
export interface ProgressCounts {
  /** Number of the last record that is counted; 0 before the first one. */
  readonly record: number;
  /** A step is done when its success is recorded, when steps after it are done, or when an operator accepted its unit. */
  readonly steps: {
    readonly done: number;
    readonly total: number;
    /** Not done, and of units that failed, are unknown or skipped. */
    readonly unreachable: number;
  };
  readonly units: UnitCounts;
  /** By migration, in the order of the plan. */
  readonly migrations: readonly { readonly name: string; readonly units: UnitCounts }[];
  /** Remote tasks that run or may run: also those of units that wait at a gate, and those whose call has no outcome. */
  readonly remoteTasks: number;
}

/**
 * The one fold behind every number that a user sees: graph and checkpoint give the status of every unit. It follows a
 * running journal: after a record `update` looks again at the unit of that record and at those that need it, so that a
 * record costs about the same however large the plan is.
 */
export class UnitStates {
  readonly #graph: Graph;
  readonly #units = new Map<string, UnitEntry>();
  /** By what is needed: a unit's address, or `orders[*]`. */
  readonly #needs = new Map<string, Need>();
  readonly #migrations = new Map<string, Record<UnitStatus | 'total', number>>();
  readonly #totals = noUnits();
  #checkpoint: Checkpoint;
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
    yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => states.#evaluateUnit(unit));
    states.#evaluate([]);
    return states;
  }

  private constructor(graph: Graph, checkpoint: Checkpoint, isOver: boolean) {
    this.#graph = graph;
    this.#checkpoint = checkpoint;
    this.#isOver = isOver;
  }

  status(address: string): UnitStatus {
    return this.#entryOf(address).status;
  }

  get counts(): ProgressCounts {
    return {
      record: this.#checkpoint.lastSeq,
      steps: { done: this.#stepsDone, total: this.#graph.stepCount, unreachable: this.#unreachable },
      units: { ...this.#totals },
      migrations: [...this.#migrations].map(([name, counts]) => ({ name, units: { ...counts } })),
      remoteTasks: this.#remoteTasks,
    };
  }

  /** `checkpoint` has a new record, about a step of `unit`. */
  update(unit: string, checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    const planned = this.#graph.unitsByAddress.get(unit);
    if (planned !== undefined) this.#evaluate([planned]);
  }

  /** The run has ended, with `checkpoint`: outcomes that are unknown stay so until the next one. */
  end(checkpoint: Checkpoint): void {
    atOnce(this.endSliced(checkpoint));
  }

  /** What `end` does. The checkpoint must not change meanwhile. */
  *endSliced(checkpoint: Checkpoint): Sliced<void> {
    this.#checkpoint = checkpoint;
    if (this.#isOver) return;
    this.#isOver = true;
    const unsettled: PlannedUnit[] = [];
    yield* eachSliced(this.#graph.units, UNITS_PER_SLICE, (unit) => {
      const status = this.status(unit.address);
      if (status === 'succeeded') return;
      // What an unknown unit keeps from starting changes although its own status does not.
      if (status === 'unknown') this.#markBroken(unit.address, 1);
      if (this.#recordedOf(unit).isIntended) unsettled.push(unit);
    });
    this.#evaluate([...unsettled, ...this.#waiting.splice(0)]);
  }

  #addUnit(unit: PlannedUnit): void {
    const entry: UnitEntry = {
      status: 'pending',
      stepsDone: 0,
      unreachable: 0,
      hasTask: false,
      openNeeds: 0,
      brokenNeeds: 0,
    };
    this.#units.set(unit.address, entry);
    this.#countUnit(unit, 'pending', 1);
    this.#totals.total += 1;
    this.#countsOf(unit).total += 1;
  }

  #addNeeds(unit: PlannedUnit): void {
    for (const key of unit.needs) {
      const need = this.#needs.get(key) ?? { open: this.#membersOf(key), broken: 0, waiters: [] };
      this.#needs.set(key, need);
      need.waiters.push(unit);
      if (need.open > 0) this.#entryOf(unit.address).openNeeds += 1;
    }
  }

  #membersOf(key: string): number {
    return key.endsWith('[*]') ? (this.#migrations.get(key.slice(0, -3))?.total ?? 0) : 1;
  }

  /** Units whose needs changed while others were looked at. */
  readonly #waiting: PlannedUnit[] = [];

  #evaluate(units: readonly PlannedUnit[]): void {
    for (const unit of units) this.#evaluateUnit(unit);
    for (let unit = this.#waiting.pop(); unit !== undefined; unit = this.#waiting.pop()) this.#evaluateUnit(unit);
  }

  #evaluateUnit(unit: PlannedUnit): void {
    const entry = this.#entryOf(unit.address);
    const hasTask = hasOpenTask(unit, this.#checkpoint);
    this.#remoteTasks += Number(hasTask) - Number(entry.hasTask);
    entry.hasTask = hasTask;
    const recorded = this.#recordedOf(unit);
    const stepsDone = this.#isAccepted(unit) ? unit.shape.steps.length : recorded.done;
    this.#stepsDone += stepsDone - entry.stepsDone;
    entry.stepsDone = stepsDone;
    const [before, status] = [entry.status, this.#statusOf(unit, recorded, entry)];
    const unreachable = LOST.has(status) ? unit.shape.steps.length - stepsDone : 0;
    this.#unreachable += unreachable - entry.unreachable;
    entry.unreachable = unreachable;
    if (before === status) return;
    entry.status = status;
    this.#countUnit(unit, before, -1);
    this.#countUnit(unit, status, 1);
    if ((before === 'succeeded') !== (status === 'succeeded'))
      this.#markOpen(unit.address, status === 'succeeded' ? -1 : 1);
    if (this.#isBroken(before) !== this.#isBroken(status))
      this.#markBroken(unit.address, this.#isBroken(status) ? 1 : -1);
  }

  #isAccepted({ address }: PlannedUnit): boolean {
    return this.#checkpoint.decisions.get(address)?.decision === 'accepted';
  }

  #statusOf(
    unit: PlannedUnit,
    recorded: RecordedSteps,
    { stepsDone, hasTask, openNeeds, brokenNeeds }: UnitEntry,
  ): UnitStatus {
    const decision = this.#checkpoint.decisions.get(unit.address)?.decision;
    if (decision !== undefined) return decision === 'accepted' ? 'succeeded' : 'skipped';
    if (recorded.hasFailed) return 'failed';
    if (recorded.isUnknown || (this.#isOver && recorded.isIntended)) return 'unknown';
    if (stepsDone === unit.shape.steps.length) return 'succeeded';
    if (brokenNeeds > 0) return 'skipped';
    if (openNeeds === 0 && this.#isAtGate(unit)) return 'gated';
    if (hasTask) return 'active';
    return recorded.hasBegun ? 'started' : 'pending';
  }

  #recordedOf(unit: PlannedUnit): RecordedSteps {
    const { address, shape } = unit;
    const recorded: RecordedSteps = {
      done: 0,
      hasFailed: false,
      isUnknown: false,
      isIntended: false,
      hasBegun: false,
    };
    for (const step of shape.steps) {
      const status = statusIn(this.#checkpoint.steps, `${address}.${step.name}`);
      if (status === undefined) continue;
      if (status === 'succeeded') recorded.done += 1;
      else if (status === 'failed') recorded.hasFailed = true;
      else if (status === 'unknown') recorded.isUnknown = true;
      else if (status === 'intended') recorded.isIntended = true;
      if (beginsUnit(step)) recorded.hasBegun = true;
    }
    recorded.done += this.#impliedOf(unit).size;
    return recorded;
  }

  #impliedOf(unit: PlannedUnit): ReadonlySet<number> {
    return impliedSteps(unit, (step) => statusIn(this.#checkpoint.steps, step));
  }

  #isAtGate(unit: PlannedUnit): boolean {
    const { address, shape } = unit;
    const implied = this.#impliedOf(unit);
    const isDone = (place: number): boolean =>
      implied.has(place) || statusIn(this.#checkpoint.steps, `${address}.${shape.steps[place]?.name}`) === 'succeeded';
    return shape.steps.some((step, place) => needsApproval(step) && !isDone(place) && step.needs.every(isDone));
  }

  #isBroken(status: UnitStatus): boolean {
    return status === 'failed' || status === 'skipped' || (status === 'unknown' && this.#isOver);
  }

  #markOpen(unit: string, by: 1 | -1): void {
    for (const need of this.#needsOn(unit)) {
      const wasOpen = need.open > 0;
      need.open += by;
      if (wasOpen !== need.open > 0) this.#changeWaiters(need, 'openNeeds', by);
    }
  }

  #markBroken(unit: string, by: 1 | -1): void {
    for (const need of this.#needsOn(unit)) {
      const wasBroken = need.broken > 0;
      need.broken += by;
      if (wasBroken !== need.broken > 0) this.#changeWaiters(need, 'brokenNeeds', by);
    }
  }

  #changeWaiters({ waiters }: Need, field: 'openNeeds' | 'brokenNeeds', by: 1 | -1): void {
    for (const waiter of waiters) {
      this.#entryOf(waiter.address)[field] += by;
      this.#waiting.push(waiter);
    }
  }

  #needsOn(unit: string): readonly Need[] {
    if (this.#needs.size === 0) return [];
    const group = `${this.#graph.unitsByAddress.get(unit)?.unit.migration.name ?? ''}[*]`;
    return [unit, group].flatMap((key) => this.#needs.get(key) ?? []);
  }

  #countUnit(unit: PlannedUnit, status: UnitStatus, by: 1 | -1): void {
    this.#totals[status] += by;
    this.#countsOf(unit)[status] += by;
  }

  #countsOf({ unit }: PlannedUnit): Record<UnitStatus | 'total', number> {
    const { name } = unit.migration;
    const known = this.#migrations.get(name);
    if (known !== undefined) return known;
    const created = noUnits();
    this.#migrations.set(name, created);
    return created;
  }

  #entryOf(address: string): UnitEntry {
    const entry = this.#units.get(address);
    assertInvariant(entry !== undefined, `the graph has every unit that is asked for: ${address}`);
    return entry;
  }
}

/** What is recorded of the steps of a unit. */
interface RecordedSteps {
  /** How many have succeeded. */
  done: number;
  hasFailed: boolean;
  isUnknown: boolean;
  isIntended: boolean;
  /** Something is recorded of a step that begins the unit. */
  hasBegun: boolean;
}

const LOST: ReadonlySet<UnitStatus> = new Set(['failed', 'unknown', 'skipped']);

interface UnitEntry {
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

/** Of no units at all. */
export function noUnits(): Record<UnitStatus | 'total', number> {
  return { total: 0, pending: 0, started: 0, active: 0, gated: 0, succeeded: 0, failed: 0, unknown: 0, skipped: 0 };
}
