import { assertInvariant } from '../errors.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import { type Json, type JsonObject, type Reference, resolveValue, type Value } from '../value/value.ts';
import { unitMark, unitToken, unitTokens } from './tokens.ts';

/** What references can stand for at run time. */
export interface ReferenceScope {
  /** Name of the plan. */
  readonly plan: string;
  readonly graph: Graph;
  /** Empty before a plan's first run. */
  readonly stateId: string;
  readonly secrets: ReadonlyMap<string, string>;
  readonly stepState: (address: string) => ReferredState | undefined;
  /** How often a unit was started over. */
  readonly generation: (unit: string) => number;
}

/** What references to a step can ask for. */
export type ReferredState = Pick<StepState, 'status' | 'outputs' | 'before' | 'existingIds'>;

/** The arguments of a step with everything filled in. May hold secrets: for the wire only. */
export function resolveArguments(value: Value, unit: PlannedUnit, scope: ReferenceScope): JsonObject {
  return resolveIn(value, unit, scope) as JsonObject;
}

function resolveIn(value: Value, unit: PlannedUnit, scope: ReferenceScope): Json {
  return resolveValue(value, (reference) => lookUp(reference, unit, scope));
}

function lookUp(reference: Reference, unit: PlannedUnit, scope: ReferenceScope): Json {
  const [root, name = '', field, output = ''] = reference.path;
  switch (root) {
    case 'secrets': {
      const secret = scope.secrets.get(name);
      assertInvariant(secret !== undefined, `secrets are read before the first step: ${name}`);
      return secret;
    }
    case 'unit':
      return lookUpMark(name, unit, scope);
    case 'steps': {
      const state = scope.stepState(`${unit.address}.${name}`);
      if (field === 'existing') return state?.existingIds ?? [];
      if (field === 'done') return state?.status === 'succeeded' ? true : null;
      // `outputs`, or `kept`: a call is not sent with outputs that a check of its unit does not have.
      return (field === 'before' ? state?.before : state?.outputs[output]) ?? null;
    }
    case 'migrations': {
      const other = scope.graph.unitsByAddress.get(name);
      assertInvariant(other !== undefined, `references to outputs are checked when the plan is loaded: ${reference}`);
      return resolveIn(other.outputs[output] ?? null, other, scope);
    }
    default:
      throw new TypeError(`A reference that only expansion fills in is left: ${reference}`);
  }
}

function lookUpMark(name: string, unit: PlannedUnit, scope: ReferenceScope): Json {
  const first = firstAddressOf(unit);
  const tokenScope = { stateId: scope.stateId, unit: first, generation: scope.generation(unit.address) };
  if (name === 'mark') return unitMark(scope.plan, first);
  if (name !== 'tokens') return unitToken(tokenScope);
  return scope.stateId === '' ? [] : unitTokens(tokenScope);
}
