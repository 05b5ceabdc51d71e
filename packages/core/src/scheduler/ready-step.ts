import { assertInvariant } from '../errors.ts';
import type { PlannedUnit, Step, StepKind } from '../graph/graph.ts';
import type { StepShape } from '../graph/unit-shape.ts';

/**
 * A step that may be started, as a place in its unit: all that decides when it is. A run has as many of them at once as the
 * plan has units, so the step itself is built when it is taken up.
 */
export class ReadyStep {
  readonly planned: PlannedUnit;
  readonly place: number;

  constructor(planned: PlannedUnit, place: number) {
    this.planned = planned;
    this.place = place;
  }

  /** Of the unit. */
  get unit(): string {
    return this.planned.address;
  }

  get address(): string {
    return `${this.unit}.${this.name}`;
  }

  get name(): string {
    return this.#shape.name;
  }

  get kind(): StepKind {
    return this.#shape.kind;
  }

  get provider(): string {
    return this.#shape.provider;
  }

  get needs(): StepShape['needs'] {
    return this.#shape.needs;
  }

  get isUrgent(): boolean {
    return this.#shape.isUrgent;
  }

  get height(): number {
    return this.planned.height - this.#shape.below;
  }

  /** Built, unless it was built lately. */
  get step(): Step {
    const step = this.planned.steps[this.place];
    assertInvariant(step !== undefined, `a unit has as many steps as its shape: ${this.unit}`);
    return step;
  }

  get #shape(): StepShape {
    const shape = this.planned.shape.steps[this.place];
    assertInvariant(shape !== undefined, `a shape has the step that is ready: ${this.unit}`);
    return shape;
  }
}
