import { assertInvariant } from '../errors.ts';
import { firstUnitAddress } from '../plan/expand/unit-address.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { Kind, KindInput } from '../provider/kind.ts';
import type { Completion, Operation } from '../provider/operation.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { defined } from '../value/defined.ts';
import { Reference, type Value, type ValueObject } from '../value/value.ts';
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

function blueprintOperation(operation: Operation, args: ValueObject, isAwaited: boolean): Blueprint {
  const outputs = outputsOf(operation);
  if (operation.recovery === undefined) {
    return { steps: [readStep(operation, args)], outputs };
  }
  const call: StepBlueprint = {
    kind: 'call',
    name: 'call',
    title: operation.title,
    operation: operation.name,
    arguments: args,
  };
  const completion = isAwaited ? operation.completion?.(args) : undefined;
  if (completion === undefined) return { steps: [call], outputs };
  const target = operation.activeTarget?.(args);
  return {
    steps: [call, awaitStep(completion)],
    outputs,
    ...defined({
      activity: operation.activeTarget && { opens: 'call', closes: 'await', ...defined({ target }) },
    }),
  };
}

/** A read has no effect: as a unit of its own it is a check that passes when the call succeeds, and captures outputs. */
function readStep(operation: Operation, args: ValueObject): StepBlueprint {
  return {
    kind: 'check',
    name: 'call',
    title: operation.title,
    operation: operation.name,
    arguments: args,
    check: 'answered',
  };
}

function awaitStep(completion: Completion): StepBlueprint {
  return {
    kind: 'await',
    name: 'await',
    title: `wait until ${completion.goal}`,
    poll: completion.poll,
    goal: completion.goal,
    arguments: completion.arguments,
  };
}

/** The same for every unit of an operation, whose one step has this name. */
function outputsOf(operation: Operation): Readonly<Record<string, Value>> {
  const known = knownOutputs.get(operation);
  if (known !== undefined) return known;
  const names = Object.keys(operation.outputs);
  const outputs = Object.fromEntries(names.map((name) => [name, new Reference(['steps', 'call', 'outputs', name])]));
  knownOutputs.set(operation, outputs);
  return outputs;
}

const knownOutputs = new WeakMap<Operation, Readonly<Record<string, Value>>>();
