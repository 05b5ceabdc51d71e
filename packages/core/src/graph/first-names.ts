import type { StepBase } from '../provider/steps/step-base.ts';
import type { PlannedUnit } from './graph.ts';

/** What its tokens and marks derive from: with a new name a task that exists would not be found again. */
export function firstAddressOf({
  address,
  firstAddress = address,
}: Pick<PlannedUnit, 'address' | 'firstAddress'>): string {
  return firstAddress;
}

/** What its idempotency token and its fingerprint hold, for the same reason. */
export function firstNameOf({ name, formerNames }: Pick<StepBase, 'name' | 'formerNames'>): string {
  return formerNames?.get(name)?.[0] ?? name;
}
