import {
  type Blueprint,
  type BlueprintProblem,
  type ComparedPair,
  type Comparison,
  defined,
  type KindInput,
  type StepBlueprint,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { notComparable, objectIn } from '@waybill/provider-kit';
import { readDefinition } from './find-definition-problems.ts';

/** Of a unit whose plan says how both sides are compared. */
export interface PlannedVerification {
  readonly comparison: Comparison;
  readonly pair: ComparedPair;
}

/** As in the schema of the options. */
export const VERIFICATION_LEVELS = ['counts', 'definition', 'sample', 'digest'] as const;

/**
 * The vendor's API shows no documents, so both sides are compared over connections to the clusters themselves, by whichever
 * provider these are of. Undefined: the plan names none.
 */
export function readVerification(input: KindInput): PlannedVerification | undefined {
  const { with: given, options, connections, comparisonOf } = input;
  const verify = objectIn(options['verify']);
  const { source, target } = objectIn(verify['connect']);
  if (typeof source !== 'string' || typeof target !== 'string') return undefined;
  const comparison = comparisonOf?.(target);
  if (comparison === undefined) return undefined;
  const sink = objectIn(given['sinkCluster']);
  const pair = {
    source: { connection: source, data: indexOf(given['sourceCluster']), namedAt: 'verify.connect.source' },
    copy: { connection: target, data: indexOf(sink), namedAt: 'verify.connect.target' },
    options: verify,
    intended: defined({ settings: knownDefinition(sink['settings']), mappings: knownDefinition(sink['mapping']) }),
    ...defined({ connections }),
  };
  return { comparison, pair };
}

/** Reach, login and rights of both sides, before anything is created. */
export function verificationChecks(planned: PlannedVerification | undefined): readonly StepBlueprint[] {
  return planned === undefined ? [] : planned.comparison.before(planned.pair);
}

export function verificationSteps(planned: PlannedVerification | undefined): readonly StepBlueprint[] {
  return planned === undefined ? [] : planned.comparison.after(planned.pair);
}

export function verificationProblems(
  planned: PlannedVerification | undefined,
  { options }: KindInput,
): readonly BlueprintProblem[] {
  if (planned !== undefined) return planned.comparison.problems(planned.pair);
  return options['verify'] === undefined ? [] : [notComparable('elasticsearch')];
}

/** Nothing to compare: the checks of a blueprint without steps pass. */
export const NOTHING: Blueprint = { steps: [], outputs: {} };

function indexOf(cluster: Value | undefined): ValueObject {
  return { index: objectIn(cluster)['index'] ?? null };
}

/** What is known at run time only cannot be compared with. */
function knownDefinition(value: Value | undefined): ValueObject | undefined {
  const definition = readDefinition(value);
  return definition === 'unreadable' ? undefined : definition;
}
