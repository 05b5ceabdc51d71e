import { PackedStates } from './packed-states.ts';
import type { StepState } from './step-state.ts';

/** A packed state by its slot, or a state. */
type Kept = number | StepState;

/** So many slots may be of no use any more before it is looked at how many are. */
const LEAST_WASTE = 65_536;

/**
 * The state of each step by its address, in the order in which they appeared. Those of steps that are done are packed, and
 * made again each time they are read. Otherwise it is a map.
 */
export class StepStates implements ReadonlyMap<string, StepState> {
  readonly #kept: Map<string, Kept>;
  #packed: PackedStates;

  constructor(kept: Map<string, Kept> = new Map(), packed: PackedStates = new PackedStates()) {
    this.#kept = kept;
    this.#packed = packed;
  }

  static of(entries: Iterable<readonly [string, StepState]>): StepStates {
    const states = new StepStates();
    for (const [step, state] of entries) states.set(step, state);
    return states;
  }

  set(step: string, state: StepState): void {
    this.#kept.set(step, this.#packed.pack(state) ?? state);
    if (this.#packed.size > 2 * this.#kept.size + LEAST_WASTE) this.#packAnew();
  }

  delete(step: string): boolean {
    return this.#kept.delete(step);
  }

  get(step: string): StepState | undefined {
    const kept = this.#kept.get(step);
    return kept === undefined ? undefined : stateOf(kept, this.#packed);
  }

  /** That of `get`, without making the state: it is asked for several times with each record. */
  status(step: string): StepState['status'] | undefined {
    const kept = this.#kept.get(step);
    return typeof kept === 'number' ? 'succeeded' : kept?.status;
  }

  /** Succeeded as it is planned: nothing else about it was accepted. */
  isDoneAsPlanned(step: string): boolean {
    const kept = this.#kept.get(step);
    return typeof kept === 'number' || isDone(kept);
  }

  has(step: string): boolean {
    // A new run asks of each first step of its plan, and the address would be put together for nothing.
    return this.#kept.size > 0 && this.#kept.has(step);
  }

  get size(): number {
    return this.#kept.size;
  }

  keys(): MapIterator<string> {
    return this.#kept.keys();
  }

  values(): MapIterator<StepState> {
    const packed = this.#packed;
    return this.#kept.values().map((kept) => stateOf(kept, packed)) as MapIterator<StepState>;
  }

  entries(): MapIterator<[string, StepState]> {
    const packed = this.#packed;
    return this.#kept.entries().map(([step, kept]) => [step, stateOf(kept, packed)]) as MapIterator<
      [string, StepState]
    >;
  }

  [Symbol.iterator](): MapIterator<[string, StepState]> {
    return this.entries();
  }

  /** All that are not packed, in their order: of half a million entries, those that are done cost a hundredth each. */
  *unpacked(): Generator<readonly [string, StepState], undefined> {
    for (const [step, kept] of this.#kept) if (typeof kept !== 'number') yield [step, kept];
  }

  forEach(visit: (state: StepState, step: string, all: ReadonlyMap<string, StepState>) => void): void {
    for (const [step, state] of this) visit(state, step, this);
  }

  /** What it says now. */
  copy(): CopiedStates {
    return new CopiedStates([...this.#kept.keys()], [...this.#kept.values()], new PackedStates(this.#packed.blocks));
  }

  /** States that changed since leave their slots behind. */
  #packAnew(): void {
    const packed = new PackedStates();
    for (const [step, kept] of this.#kept) {
      if (typeof kept === 'number') this.#kept.set(step, packed.pack(this.#packed.unpack(kept)) ?? kept);
    }
    this.#packed = packed;
  }
}

/** The status of a step, of states of any kind. */
export function statusIn(steps: ReadonlyMap<string, StepState>, step: string): StepState['status'] | undefined {
  return steps instanceof StepStates ? steps.status(step) : steps.get(step)?.status;
}

/** Whether a step succeeded as it is planned, in states of any kind. */
export function isDoneAsPlanned(steps: ReadonlyMap<string, StepState>, step: string): boolean {
  return steps instanceof StepStates ? steps.isDoneAsPlanned(step) : isDone(steps.get(step));
}

/** The states of all steps but those that are done and hold, accept and failed nothing, in states of any kind. */
export function notPlainlyDone(
  steps: ReadonlyMap<string, StepState>,
): Iterable<readonly [step: string, state: StepState]> {
  return steps instanceof StepStates ? steps.unpacked() : steps;
}

function isDone(state: StepState | undefined): boolean {
  return state?.status === 'succeeded' && state.acceptedFingerprint === undefined;
}

function stateOf(kept: Kept, packed: PackedStates): StepState {
  return typeof kept === 'number' ? packed.unpack(kept) : kept;
}

/** States that stay as they are. Two lists are copied forty times as fast as a map is. */
export class CopiedStates {
  readonly #steps: readonly string[];
  readonly #kept: readonly Kept[];
  readonly #packed: PackedStates;

  constructor(steps: readonly string[], kept: readonly Kept[], packed: PackedStates) {
    this.#steps = steps;
    this.#kept = kept;
    this.#packed = packed;
  }

  /** In the order in which they appeared; `state` makes the state, which most readers need of few. */
  *entries(): Generator<CopiedState> {
    for (const [index, step] of this.#steps.entries()) {
      const kept = this.#kept[index];
      if (kept !== undefined) yield { step, state: () => stateOf(kept, this.#packed) };
    }
  }
}

export interface CopiedState {
  readonly step: string;
  readonly state: () => StepState;
}
