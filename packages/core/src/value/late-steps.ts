/** Of more units the steps are not kept. */
export const MOST_UNITS_WITH_STEPS = 10_000;

/**
 * An object whose `steps` are made each time that they are read, and not kept. In everything else it is like any other:
 * they are listed, written and compared as its members are. For lists of units that would be too long with all their steps.
 */
export function withLateSteps<Head extends object, Steps, Tail extends object>(
  head: Head,
  makeSteps: () => Steps,
  tail: Tail,
): Head & { readonly steps: Steps } & Tail {
  return new LateSteps(head, makeSteps, tail) as unknown as Head & { readonly steps: Steps } & Tail;
}

class LateSteps {
  readonly #makeSteps: () => unknown;

  constructor(head: object, makeSteps: () => unknown, tail: object) {
    this.#makeSteps = makeSteps;
    Object.assign(this, head);
    Object.defineProperty(this, 'steps', STEPS);
    Object.assign(this, tail);
  }

  static read(unit: LateSteps): unknown {
    return unit.#makeSteps();
  }
}

/** One for all, so that all objects have the same shape. */
const STEPS: PropertyDescriptor & ThisType<LateSteps> = {
  enumerable: true,
  get() {
    return LateSteps.read(this);
  },
};
