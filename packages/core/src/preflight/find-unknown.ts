import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { collectReferences, type Reference, type Value } from '../value/value.ts';

/** What is known before a run. */
export interface KnownScope {
  readonly plan: Pick<Plan, 'secrets'>;
  readonly graph: Graph;
  readonly hasState: boolean;
  readonly readsSecrets: boolean;
  readonly secrets: ReadonlyMap<string, string>;
  readonly stepState: (address: string) => StepState | undefined;
}

/** Why a value cannot be filled in yet, as a sentence; undefined when everything in it is known. */
export function findUnknown(value: Value, unit: PlannedUnit, known: KnownScope): string | undefined {
  const missing = findMissingSecrets(value, known);
  if (missing !== undefined) return missing;
  for (const reference of collectReferences(value)) {
    const reason = findUnknownOutput(reference, unit, known);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** As a sentence that names all of them. */
export function findMissingSecrets(
  value: Value,
  { plan, secrets, readsSecrets }: Pick<KnownScope, 'plan' | 'secrets' | 'readsSecrets'>,
): string | undefined {
  const named = collectReferences(value).filter(({ path }) => path[0] === 'secrets');
  const missing = [...new Set(named.map(({ path }) => path[1] ?? ''))].filter((name) => !secrets.has(name));
  const [first] = missing;
  if (first === undefined) return undefined;
  const [subject, isOne] = missing.length === 1 ? [`Secret ${first}`, true] : [`Secrets ${missing.join(', ')}`, false];
  const isUnread = (name: string): boolean => !readsSecrets || plan.secrets.get(name)?.kind === 'command';
  if (missing.some(isUnread)) return `${subject} ${isOne ? 'is' : 'are'} not read for this preview.`;
  return `${subject} ${isOne ? 'has' : 'have'} no value.`;
}

function findUnknownOutput(reference: Reference, unit: PlannedUnit, known: KnownScope): string | undefined {
  const [root, name = '', , output = ''] = reference.path;
  switch (root) {
    case 'unit':
      // A state that is not there has no tokens, which is all that a list of them says.
      return known.hasState || name !== 'token' ? undefined : 'It becomes known once a run has begun.';
    case 'steps': {
      const isDone = known.stepState(`${unit.address}.${name}`)?.status === 'succeeded';
      return isDone ? undefined : `${output} becomes known once ${unit.address} has run.`;
    }
    case 'migrations': {
      const other = known.graph.unitsByAddress.get(name);
      return other === undefined ? undefined : findUnknown(other.outputs[output] ?? null, other, known);
    }
    default:
      return undefined;
  }
}
