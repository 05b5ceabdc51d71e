import type { Plan } from '../plan/plan.ts';
import type { Impact } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import { kindInput } from './blueprint-unit.ts';
import type { PlannedUnit } from './graph.ts';

/** What its kind says that a unit means for users of the data; undefined for an operation, and where the kind says nothing. */
export function unitImpact(
  plan: Pick<Plan, 'providers'>,
  { unit }: PlannedUnit,
  provider: Provider | undefined,
): Impact | undefined {
  return provider?.kinds[unit.migration.target]?.impact?.(kindInput(plan, unit));
}
