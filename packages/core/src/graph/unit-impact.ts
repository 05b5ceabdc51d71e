import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Impact } from '../provider/derived-steps.ts';
import type { KindInput } from '../provider/kind.ts';
import type { ValueObject } from '../value/value.ts';
import { comparisonsOf, type ProviderOfAlias } from './comparisons-of.ts';
import type { PlannedUnit } from './graph.ts';

/** What its kind says that a unit means for users of the data; undefined for an operation, and where the kind says nothing. */
export function unitImpact(
  plan: Pick<Plan, 'providers'>,
  { unit }: PlannedUnit,
  providerOf: ProviderOfAlias,
): Impact | undefined {
  const { provider, recipe } = unit.migration;
  return providerOf(provider)?.kinds[recipe]?.impact?.(lazyInput(plan, unit, providerOf));
}

/** Every unit is asked about, and most kinds say the same whatever its values are: those are filled in only when read. */
function lazyInput(plan: Pick<Plan, 'providers'>, unit: Unit, providerOf: ProviderOfAlias): KindInput {
  let args: ValueObject | undefined;
  let options: ValueObject | undefined;
  return {
    address: firstUnitAddress(unit),
    connection: unit.migration.provider,
    connections: plan.providers,
    comparisonOf: comparisonsOf(providerOf),
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
