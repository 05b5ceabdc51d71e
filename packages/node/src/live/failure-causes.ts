import { causeOf, type UnitFailure } from './failure-cause.ts';

/** Failures with the same cause, while the run is in progress. */
export interface FailureCause {
  readonly code: string;
  /** Of the first one. */
  readonly message: string;
  /** The first step that failed so. */
  readonly step: string;
  readonly unitCount: number;
  /** The first few units. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 3;
/** More causes than these are counted together. */
const MOST_CAUSES = 100;

/** Groups failures as they come. What is kept does not grow with their number. */
export class FailureCauses {
  readonly #causes = new Map<string, { first: UnitFailure; step: string; unitCount: number; examples: string[] }>();
  #unitCount = 0;

  /** Units that failed, in all. */
  get unitCount(): number {
    return this.#unitCount;
  }

  /** Those that hit most units first. */
  get all(): readonly FailureCause[] {
    return [...this.#causes.values()]
      .map(({ first, ...cause }) => ({ ...cause, code: first.code, message: first.message }))
      .toSorted((left, right) => right.unitCount - left.unitCount);
  }

  add(failure: UnitFailure, step: string): void {
    this.#unitCount += 1;
    const key = causeOf(failure);
    const cause = this.#causes.get(key) ?? this.#open(key, failure, step);
    cause.unitCount += 1;
    if (cause.examples.length < MOST_EXAMPLES) cause.examples.push(failure.unit);
  }

  #open(key: string, first: UnitFailure, step: string) {
    const kept = this.#causes.size < MOST_CAUSES ? key : OTHERS;
    const cause = this.#causes.get(kept) ?? { first, step, unitCount: 0, examples: [] };
    this.#causes.set(kept, cause);
    return cause;
  }
}

const OTHERS = '';
