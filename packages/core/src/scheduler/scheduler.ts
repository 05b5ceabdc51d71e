import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { SlotLimit } from '../limits/activity-slots.ts';
import type { Freshness } from '../limits/shared-reads.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import type { OrphanPlace } from '../progress/running-orphans.ts';
import { isOwnWork, isReadOnly } from '../provider/steps/step-traits.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { HeldSteps, type HoldCount, type HoldEnds } from './held-steps.ts';
import { Ledger } from './ledger.ts';
import type { LedgerChange } from './ledger-change.ts';
import type { PolicyView } from './policies/policy.ts';
import type { NamedHold, PolicySet } from './policies/policy-set.ts';
import type { ReadyStep } from './ready-step.ts';
import type { RestoreOptions } from './restored-statuses.ts';
import { startPriority } from './start-priority.ts';
import { type LaneProvider, StartQueue } from './start-queue.ts';
import { UnitChanges } from './unit-changes.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 1_000;
const STEPS_PER_SLICE = 250;

export interface SchedulerOptions {
  readonly graph: Graph;
  /** Nothing was restored in it. Made here when absent. */
  readonly ledger?: Ledger;
  readonly providers: ReadonlyMap<string, LaneProvider>;
  readonly policies: PolicySet;
  /** What the journal knows of a step, by its address. */
  readonly recordOf: PolicyView['recordOf'];
  /** The units that are worked on. */
  readonly isSelected: (unit: string) => boolean;
  /**
   * Tasks that may run although their units left the plan. They keep their places: nothing here sees them end.
   *
   * @default none
   */
  readonly orphans?: readonly OrphanPlace[];
  /** Called for every step that has to wait for a place, each time that it finds none. */
  readonly onParked?: (step: ReadyStep, limit: SlotLimit) => void;
  /** Called for every step that a policy, by its name, keeps from starting, each time that it is asked. */
  readonly onHeld?: (step: ReadyStep, policy: string) => void;
}

/** What follows from the end of a step. */
export interface Consequence {
  readonly change: LedgerChange;
  /** Why nothing more may be started; undefined: it may. */
  readonly stop: string | undefined;
}

/**
 * Decides what is started next: the order of the plan, places for remote tasks, useful backlogs and policies. It has no
 * clock and no promises: whoever drives it, a run or a simulation, says what time it is and what has ended.
 */
export class Scheduler {
  readonly ledger: Ledger;
  readonly queue: StartQueue;
  readonly #options: SchedulerOptions;
  readonly #held = new HeldSteps();
  readonly #changes = new UnitChanges();
  readonly #mayHold: boolean;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.ledger = options.ledger ?? Ledger.of(options.graph, options.isSelected);
    this.queue = new StartQueue(options.providers, options.onParked);
    this.#mayHold = options.policies.mayHold;
  }

  /** Takes over what earlier runs did: places and steps. */
  restore(checkpoint: Checkpoint, options: RestoreOptions): LedgerChange {
    atOnce(this.takePlacesSliced(checkpoint));
    return atOnce(this.restoreSliced(checkpoint, options));
  }

  /** Takes over what earlier runs finished, after `takePlacesSliced`. Until its end nothing may be taken or ended. */
  restoreSliced(checkpoint: Checkpoint, options: RestoreOptions): Sliced<LedgerChange> {
    return this.ledger.restoreSliced(checkpoint, options);
  }

  /** Remote tasks that earlier runs opened hold their places. `units`: those that may have one; default: all. */
  *takePlacesSliced(checkpoint: Checkpoint, units: Iterable<PlannedUnit> = this.#options.graph.units): Sliced<void> {
    for (const orphan of this.#options.orphans ?? []) this.queue.holdPlace(orphan);
    if (checkpoint.steps.size === 0) return;
    yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
      if (hasOpenTask(unit, checkpoint)) this.queue.openTask(unit);
    });
  }

  /** Hands the steps of a change that the driver has to take care of to it. */
  admit({ ready }: LedgerChange, admit: (step: ReadyStep) => void): void {
    for (const step of ready) this.#admit(step, admit);
  }

  /** What `admit` does, so many in each slice. What ended between two slices, with another step of its unit, is left out. */
  *admitSliced({ ready }: LedgerChange, admit: (step: ReadyStep) => void): Sliced<void> {
    yield* eachSliced(ready, STEPS_PER_SLICE, (step) => this.#admit(step, admit));
  }

  #admit(step: ReadyStep, admit: (step: ReadyStep) => void): void {
    if (!this.#options.isSelected(step.unit) || this.ledger.statusOf(step) !== 'ready') return;
    this.#changes.begins(step.planned);
    admit(step);
  }

  /** `isRecorded`: something of the step is in the journal. */
  enqueue(step: ReadyStep, isRecorded: boolean): void {
    this.queue.push(step, startPriority(step, isRecorded));
  }

  /**
   * The next step of a provider to be worked on, marked as running; `workEnded` must follow. Steps that must not be sent
   * are left out for good.
   */
  take(alias: string, nowMs: number, maySend: (step: ReadyStep) => boolean = () => true): ReadyStep | undefined {
    const step = this.queue.take(
      alias,
      (candidate, priority) =>
        this.ledger.statusOf(candidate) === 'ready' && maySend(candidate) && !this.#hold(candidate, priority, nowMs),
    );
    if (step !== undefined) this.ledger.mark(step, 'running');
    return step;
  }

  /** Which shared answers a step may take when it asks now: see `UnitChanges`. */
  freshnessFor({ unit }: Pick<Step, 'unit'>): Freshness {
    return this.#changes.freshnessFor(unit);
  }

  workEnded(step: ReadyStep): void {
    this.queue.workEnded(step.provider, isOwnWork(step));
  }

  /** How many steps each policy keeps from starting. */
  get held(): readonly HoldCount[] {
    return this.#held.counts;
  }

  /** When a policy lets something start that it holds now. */
  get holdsEnd(): HoldEnds {
    return this.#held.ends;
  }

  /** Whether a policy keeps a step that is worked on from being sent: time has passed since it was taken. */
  isHeld(step: Step, planned: PlannedUnit, nowMs: number): boolean {
    return this.#mayHold && this.#holdOf(step, planned, nowMs) !== undefined;
  }

  /** Holds that have ended by themselves are over. */
  wake(nowMs: number): void {
    for (const { step, priority } of this.#held.release((held) => this.#holdOf(held.step, held.planned, nowMs)))
      this.queue.push(step, priority);
  }

  succeeded(step: ReadyStep, nowMs: number): Consequence {
    const { planned } = step;
    if (step.name === planned.shape.activity?.closes) this.queue.closeTask(planned);
    return this.#ended(step, 'succeeded', nowMs);
  }

  /** `mayTaskRun`: the unit's remote task may keep running, and keeps its place. */
  failed(step: ReadyStep, mayTaskRun: boolean, nowMs: number): Consequence {
    if (!mayTaskRun) this.queue.closeTask(step.planned);
    return this.#ended(step, 'failed', nowMs);
  }

  unknown(step: ReadyStep, nowMs: number): Consequence {
    return this.#ended(step, 'unknown', nowMs);
  }

  /** The step waits until steps of its unit, by address, were done again. */
  takenBack(step: ReadyStep, done: readonly string[]): LedgerChange {
    const { planned } = step;
    const change = this.ledger.takeBack(step, done);
    // What was asked before is not asked of a shared answer again.
    this.#changes.ended(planned, this.ledger.isOver(planned));
    return change;
  }

  unitOf(step: Step): PlannedUnit {
    const unit = this.#options.graph.unitsByAddress.get(step.unit);
    assertInvariant(unit !== undefined, `a step belongs to a unit: ${step.address}`);
    return unit;
  }

  #ended(step: ReadyStep, status: 'succeeded' | 'failed' | 'unknown', nowMs: number): Consequence {
    const { planned } = step;
    const change = this.ledger.end(step, status);
    if (!isReadOnly(step)) this.#changes.ended(planned, this.ledger.isOver(planned));
    const skippedUnits = change.skippedUnits.map(({ unit }) => unit);
    const stop = this.#options.policies.stepEnded({ unit: planned, status, atMs: nowMs, skippedUnits });
    if (this.#mayHold) this.wake(nowMs);
    return { change, stop };
  }

  /** Keeps a step that a policy holds until it is released. */
  #hold(step: ReadyStep, priority: number, nowMs: number): boolean {
    if (!this.#mayHold) return false;
    const hold = this.#holdOf(step.step, step.planned, nowMs);
    if (hold === undefined) return false;
    this.#held.add({ step, priority }, hold);
    this.#options.onHeld?.(step, hold.policy);
    return true;
  }

  #holdOf(step: Step, planned: PlannedUnit, nowMs: number): NamedHold | undefined {
    return this.#options.policies.hold(step, planned, this.#view(nowMs));
  }

  #view(nowMs: number): PolicyView {
    return {
      nowMs,
      unitStatus: (unit) => this.ledger.unitStatus(unit),
      stepStatus: (step) => this.ledger.status(step),
      recordOf: this.#options.recordOf,
    };
  }
}
