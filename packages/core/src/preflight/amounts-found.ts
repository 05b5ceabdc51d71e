import { unitOfStep } from '../journal/unit-of-step.ts';
import type { DataAmount } from '../provider/data-amount.ts';
import type { Preflight } from './preflight.ts';

/** How much data units are about, by their address: what the first check has found that says it. */
export function amountsFound({ steps }: Pick<Preflight, 'steps'>): ReadonlyMap<string, DataAmount> {
  const found = new Map<string, DataAmount>();
  for (const [address, { amount }] of steps) {
    const unit = unitOfStep(address);
    if (amount !== undefined && !found.has(unit)) found.set(unit, amount);
  }
  return found;
}
