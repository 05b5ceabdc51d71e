import { assertInvariant } from '../errors.ts';
import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Blueprint } from '../provider/blueprint.ts';
import type { Kind, KindInput } from '../provider/kind.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { blueprintOperation } from '../provider/steps/blueprint-operation.ts';
import { comparisonsOf, providersByAlias } from './comparisons-of.ts';

/** The steps of one unit: what its kind says, or the one call (and the wait it implies) of a low-level operation. */
export function blueprintUnit(plan: Plan, unit: Unit, registry: ProviderRegistry): Blueprint {
  const entry = plan.providers.get(unit.migration.provider);
  const provider = entry === undefined ? undefined : registry.get(entry.type);
  assertInvariant(provider !== undefined, `units have a known provider: ${unit.migration.provider}`);
  const kind = provider.kinds[unit.migration.recipe];
  if (kind !== undefined) return withCutovers(kind.expand(kindInput(plan, unit, registry)), kind);
  const operation = provider.operations[unit.migration.recipe];
  assertInvariant(operation !== undefined, `units use a known kind or operation: ${unit.migration.recipe}`);
  const args = unit.with;
  const problems = operation.problems?.(args) ?? [];
  const blueprint = blueprintOperation(operation, args, unit.migration.wait);
  return problems.length === 0 ? blueprint : { ...blueprint, problems };
}

function withCutovers(blueprint: Blueprint, { cutoverGates }: Pick<Kind, 'cutoverGates'>): Blueprint {
  if (cutoverGates === undefined) return blueprint;
  const steps = blueprint.steps.map((step) => (cutoverGates.includes(step.name) ? { ...step, isCutover: true } : step));
  return { ...blueprint, steps };
}

/** What a kind is given of a unit. */
function kindInput(plan: Pick<Plan, 'providers'>, unit: Unit, registry: ProviderRegistry): KindInput {
  const { options, migration } = unit;
  return {
    address: firstUnitAddress(unit),
    with: unit.with,
    options,
    connection: migration.provider,
    connections: plan.providers,
    comparisonOf: comparisonsOf(providersByAlias(plan, registry)),
  };
}
