import {
  collectReferences,
  type Graph,
  type Plan,
  type ProviderRegistry,
  type StepWith,
  type Value,
} from '@waybill/core';
import { argumentsOf } from '@waybill/core/internal';

/** Names of the values that are kept of a call's answer. */
export function outputNames(step: StepWith<'hasEffect'>, plan: Plan, registry: ProviderRegistry): readonly string[] {
  const type = plan.providers.get(step.provider)?.type ?? '';
  return Object.keys(registry.get(type)?.operations[step.operation]?.outputs ?? {});
}

/** Those of them that other steps of the unit, or the unit's own outputs, refer to. */
export function neededOutputs(step: StepWith<'hasEffect'>, graph: Graph): readonly string[] {
  const unit = graph.unitsByAddress.get(step.unit);
  return namesIn([...argumentsIn(step, graph), ...Object.values(unit?.outputs ?? {})], step);
}

/** Those of them without which the other steps of the unit cannot be done. */
export function outputsOfSteps(step: StepWith<'hasEffect'>, graph: Graph): readonly string[] {
  return namesIn(argumentsIn(step, graph), step);
}

function argumentsIn(step: StepWith<'hasEffect'>, graph: Graph): readonly Value[] {
  const steps = graph.unitsByAddress.get(step.unit)?.steps ?? [];
  return steps.flatMap((other) => argumentsOf(other) ?? []);
}

function namesIn(values: readonly Value[], step: StepWith<'hasEffect'>): readonly string[] {
  const references = values.flatMap((value) => collectReferences(value));
  const names = references
    .filter(({ path }) => path[0] === 'steps' && path[1] === step.name && path[2] === 'outputs')
    .map(({ path }) => path[3] ?? '');
  return [...new Set(names)];
}
