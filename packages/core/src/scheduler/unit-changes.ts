import type { PlannedUnit } from '../graph/graph.ts';
import type { Freshness } from '../limits/shared-reads.ts';

/**
 * After which changes a unit has to ask. A shared answer that was asked for before the end of its own last effect, of its
 * own work, of a remote task or of an approval that it waited for, or before what it needs was done, may show what was
 * there before: no step of the unit takes it. What other units do is no business of its checks.
 */
export class UnitChanges {
  #count = 0;
  /** Of the units that may ask again. */
  readonly #lastOf = new Map<string, number>();

  /** A step that does more than ask has ended, however it did. `isOver`: no step of its unit follows. */
  ended({ address }: Pick<PlannedUnit, 'address'>, isOver: boolean): void {
    this.#count += 1;
    if (isOver) this.#lastOf.delete(address);
    else this.#lastOf.set(address, this.#count);
  }

  /** A step of the unit is ready: what the unit needs has been done. */
  begins({ address, needs }: Pick<PlannedUnit, 'address' | 'needs'>): void {
    if (needs.length > 0 && !this.#lastOf.has(address)) this.#lastOf.set(address, this.#count);
  }

  freshnessFor(unit: string): Freshness {
    return { now: this.#count, since: this.#lastOf.get(unit) ?? 0 };
  }
}
