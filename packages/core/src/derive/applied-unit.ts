import { comparisonsOf, providersByAlias } from '../graph/comparisons-of.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import type { AppliedUnit } from '../provider/kind.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { type ReferenceScope, resolveArguments } from '../steps/resolve-arguments.ts';
import { unitTokens } from '../steps/tokens.ts';
import { fillReferences } from '../value/fill-references.ts';
import type { JsonObject, Reference, Value, ValueObject } from '../value/value.ts';

export interface AppliedSources {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  readonly stateId: string;
  readonly registry: ProviderRegistry;
}

/** A unit as its kind is given it after it was applied. References to secrets stay; outputs of other units are filled in. */
export function describeApplied(planned: PlannedUnit, sources: AppliedSources): AppliedUnit {
  const { unit } = planned;
  const { checkpoint, plan, registry, stateId } = sources;
  const fill = (value: ValueObject): ValueObject => fillOutputs(value, planned, sources);
  return {
    address: unit.address,
    with: fill(unit.with),
    options: fill(unit.options),
    connection: unit.migration.provider,
    connections: plan.providers,
    comparisonOf: comparisonsOf(providersByAlias(plan, registry)),
    outputsOf: (step) => {
      const state = checkpoint.steps.get(`${unit.address}.${step}`);
      return state?.status === 'succeeded' ? state.outputs : undefined;
    },
    hasBegun: (step) => checkpoint.steps.has(`${unit.address}.${step}`),
    isRolledBack: checkpoint.decisions.get(unit.address)?.rollback === 'ended',
    isBeingLedBack: checkpoint.decisions.get(unit.address)?.rollback === 'begun',
    isOpen: (step) => OPEN.has(checkpoint.steps.get(`${unit.address}.${step}`)?.status),
    tokens: unitTokens({
      stateId,
      unit: firstAddressOf(planned),
      generation: checkpoint.generations.get(unit.address) ?? 0,
    }),
  };
}

const OPEN: ReadonlySet<StepState['status'] | undefined> = new Set(['intended', 'unknown']);

/** The other units are no part of the derived plan. */
function fillOutputs(value: ValueObject, unit: PlannedUnit, sources: AppliedSources): ValueObject {
  const scope = scopeOf(sources);
  const lookUp = (reference: Reference): Value =>
    reference.path[0] === 'migrations'
      ? (resolveArguments({ value: reference }, unit, scope)['value'] ?? null)
      : reference;
  return fillReferences(value, lookUp) as ValueObject;
}

function scopeOf({ plan, graph, checkpoint, stateId }: Omit<AppliedSources, 'registry'>): ReferenceScope {
  return {
    plan: plan.name,
    graph,
    stateId,
    secrets: new Map(),
    stepState: (address) => checkpoint.steps.get(address),
    generation: (unit) => checkpoint.generations.get(unit) ?? 0,
  };
}

/** The outputs of a derived unit, once its steps have ended: null for what none of them has kept. */
export function outputsOfUnit(unit: PlannedUnit, sources: Omit<AppliedSources, 'registry'>): JsonObject {
  return resolveArguments(unit.outputs, unit, scopeOf(sources));
}
