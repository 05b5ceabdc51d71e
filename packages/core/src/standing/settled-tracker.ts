import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { JournalRecord } from '../journal/record.ts';
import { isDoneAsPlanned } from '../journal/step-states.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { beginsUnit } from '../provider/steps/step-traits.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';

/** Some milliseconds of work. */
const UNITS_PER_SLICE = 250;

/** The part of a checkpoint that says whether a unit is settled. It follows later records. */
type SettlingFacts = Pick<Checkpoint, 'steps' | 'decisions'>;

/**
 * The units of which nothing is left to do, followed record by record: a snapshot of a long run would otherwise look at
 * every step of the plan each time that it is taken.
 */
export class SettledTracker {
  readonly #facts: SettlingFacts;
  readonly #settled = new Set<PlannedUnit>();

  /** By what `facts` are now. They must not change before the last slice. */
  static *ofSliced(graph: Graph, facts: SettlingFacts): Sliced<SettledTracker> {
    const tracker = new SettledTracker(facts);
    if (facts.steps.size > 0) yield* eachSliced(graph.units, UNITS_PER_SLICE, (unit) => tracker.#update(unit));
    return tracker;
  }

  private constructor(facts: SettlingFacts) {
    this.#facts = facts;
  }

  /** Of this moment. */
  get units(): readonly PlannedUnit[] {
    return [...this.#settled];
  }

  /**
   * `record`, which is about `unit` or a step of it, is in the facts, and so may be some after it. A plan is rebased before its
   * run begins, and never later.
   */
  add({ kind }: JournalRecord, unit: PlannedUnit): void {
    // Nothing is settled by an intent, and half of all records are intents.
    if (kind === 'step.intent') this.#settled.delete(unit);
    else this.#update(unit);
  }

  #update(unit: PlannedUnit): void {
    if (isSettled(unit, this.#facts)) this.#settled.add(unit);
    else this.#settled.delete(unit);
  }
}

/** A unit without an effect of its own is checked again by every run. Mostly the last step is the one that is not done. */
function isSettled(unit: PlannedUnit, facts: SettlingFacts): boolean {
  const { steps, decisions } = facts;
  const { address, shape } = unit;
  const isOpen = shape.steps.findLast(({ name }) => !isDoneAsPlanned(steps, `${address}.${name}`)) !== undefined;
  if (isOpen || decisions.has(address) || !shape.steps.some(beginsUnit)) return false;
  return !hasOpenTask(unit, facts);
}
