import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Impact, KindInput } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import type { ValueObject } from '../value/value.ts';
import type { PlannedUnit } from './graph.ts';

/** What its kind says that a unit means for users of the data; undefined for an operation, and where the kind says nothing. */
export function unitImpact(
  plan: Pick<Plan, 'providers'>,
  { unit }: PlannedUnit,
  provider: Provider | undefined,
): Impact | undefined {
  return provider?.kinds[unit.migration.target]?.impact?.(lazyInput(plan, unit));
}

/** Every unit is asked about, and most kinds say the same whatever its values are: those are filled in only when read. */
function lazyInput(plan: Pick<Plan, 'providers'>, unit: Unit): KindInput {
  let args: ValueObject | undefined;
  let options: ValueObject | undefined;
  return {
    address: firstUnitAddress(unit),
    connection: unit.migration.provider,
    connections: plan.providers,
    get with() {
      args ??= unit.with;
      return args;
    },
    get options() {
      options ??= unit.options;
      return options;
    },
  };
}
