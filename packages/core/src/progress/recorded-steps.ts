import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import { beginsUnit, needsApproval } from '../provider/steps/step-traits.ts';
import { impliedSteps } from './implied-steps.ts';
import { type RecordedStatus, recordedStatuses } from './recorded-statuses.ts';

/** What the journal says of the steps of a unit, read once. */
export class RecordedSteps {
  /** By the places of the unit's shape. */
  readonly statuses: readonly RecordedStatus[];
  readonly #steps: PlannedUnit['shape']['steps'];
  readonly #implied: ReadonlySet<number>;

  constructor(unit: PlannedUnit, steps: ReadonlyMap<string, StepState>) {
    this.statuses = recordedStatuses(unit, steps);
    this.#steps = unit.shape.steps;
    this.#implied = impliedSteps(unit, this.statuses);
  }

  /** Those that have succeeded, and those that the end of a later one implies. */
  get doneCount(): number {
    let count = this.#implied.size;
    for (const status of this.statuses) if (status === 'succeeded') count += 1;
    return count;
  }

  get isDone(): boolean {
    return this.doneCount === this.#steps.length;
  }

  get hasFailed(): boolean {
    return this.statuses.includes('failed');
  }

  get isUnknown(): boolean {
    return this.statuses.includes('unknown');
  }

  get isIntended(): boolean {
    return this.statuses.includes('intended');
  }

  /** Something is recorded of a step that begins the unit. */
  get hasBegun(): boolean {
    return this.#steps.some((step, place) => this.statuses[place] !== undefined && beginsUnit(step));
  }

  /** All that a gate needs is done, and the gate is not. */
  get isAtGate(): boolean {
    const isDone = (place: number): boolean => this.#implied.has(place) || this.statuses[place] === 'succeeded';
    return this.#steps.some((step, place) => needsApproval(step) && !isDone(place) && step.needs.every(isDone));
  }
}
