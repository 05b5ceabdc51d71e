import type { PreflightFinding } from '../preflight/preflight.ts';
import type { PreviewAmount } from './preview.ts';

/** Adds up what checks have found of units, by what is counted. */
export class AmountSums {
  readonly #sums = new Map<string, Sum>();

  /** All amounts of one unit, one after another. What a unit was found to have is not changed by a later check of it. */
  add(unit: string, { of, count, bytes }: NonNullable<PreflightFinding['amount']>): void {
    const sum = this.#sums.get(of) ?? { units: 0, last: undefined, count: undefined, bytes: undefined };
    if (sum.last === unit) return;
    this.#sums.set(of, {
      units: sum.units + 1,
      last: unit,
      count: plus(sum.count, count),
      bytes: plus(sum.bytes, bytes),
    });
  }

  /** In the order in which they were first found. */
  get amounts(): readonly PreviewAmount[] {
    return [...this.#sums].map(([of, { units, count, bytes }]) => ({
      of,
      units,
      count: count ?? null,
      bytes: bytes ?? null,
    }));
  }
}

interface Sum {
  readonly units: number;
  /** Unit that was added last. */
  readonly last: string | undefined;
  readonly count: number | undefined;
  readonly bytes: number | undefined;
}

function plus(sum: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? sum : (sum ?? 0) + more;
}
