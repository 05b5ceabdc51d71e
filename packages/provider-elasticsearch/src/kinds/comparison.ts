import {
  type BlueprintProblem,
  type CheckBlueprint,
  type ComparedPair,
  type ComparedSide,
  type Comparison,
  defined,
  type StepBlueprint,
} from '@waybill/core';
import { objectIn, unreachableFrom } from '@waybill/provider-kit';
import { apartSteps } from './apart-step.ts';
import { bothOf, refreshStep, type VerifiedSides } from './both-sides.ts';
import { reaches, readLevel, UNSEEN } from './compared-sides.ts';
import { unencryptedLogins } from './find-reindex-problems.ts';
import { rightsSteps } from './rights-steps.ts';
import { haveSameAddress } from './same-address.ts';
import { chosenLevel, freshnessOf, verificationOf } from './verification.ts';
import { type ComparedWith, verifySteps } from './verify-steps.ts';

/** Compares indices for kinds of other providers, which have copied them by means of their own. */
export const comparison: Comparison = {
  problems: findProblems,
  before: (pair) => [
    ...reachSource(pair),
    ...reachApart(pair),
    ...rightsSteps(sidesOf(pair), comparedSteps(pair), { ...pair, prefix: 'reach-rights' }),
    reachCopy(pair),
  ],
  after: comparedSteps,
  again: (pair, level) => {
    const sides = sidesOf(pair);
    const verification = verificationOf({ ...sides, level: chosenLevel(level, sides.level) }, comparedWith(pair));
    if (verification.kind === 'none') return verification;
    const { blueprint } = verification;
    return { ...verification, blueprint: { ...blueprint, steps: blueprint.steps.map((step) => atCopy(step, pair)) } };
  },
  freshness: (pair, noted) => freshnessOf(sidesOf(pair), noted),
  unseen: ({ options }) => UNSEEN[readLevel(options['level'])],
};

function comparedSteps(pair: ComparedPair): readonly StepBlueprint[] {
  const sides = sidesOf(pair);
  return [...bothOf(sides, refreshStep), ...verifySteps(sides, comparedWith(pair)).map((step) => atCopy(step, pair))];
}

function sidesOf({ source, copy, options }: ComparedPair): VerifiedSides {
  return {
    source: { index: source.data['index'] ?? null, query: source.data['query'] },
    index: copy.data['index'] ?? null,
    sourceConnection: source.connection,
    targetConnection: copy.connection,
    connection: copy.connection,
    level: readLevel(options['level']),
    sample: options['sample'],
    batch: options['batch'],
    at: { source: source.connection, copy: copy.connection },
  };
}

/** Whoever made the copy may have printed numbers in another way; nothing else may differ from what the plan says. */
function comparedWith({ intended }: ComparedPair): ComparedWith {
  const { settings, mappings } = intended;
  return {
    comparison: 'value',
    toleratedMissing: undefined,
    definition: defined({
      settings: settings === undefined ? undefined : objectIn(settings),
      mappings: mappings === undefined ? undefined : objectIn(mappings),
    }),
  };
}

/** The unit is of another provider, and so are its step names: `verify` may be one that it had. */
function atCopy(step: StepBlueprint, { copy }: ComparedPair): StepBlueprint {
  const name = step.name === 'verify' ? 'differences' : step.name;
  return { ...step, name, connection: step.connection ?? copy.connection };
}

/** That it is one index, which keeps its documents, and that they can be read. */
function reachSource(pair: ComparedPair): readonly StepBlueprint[] {
  const { source, options } = pair;
  const arguments_ = { index: source.data['index'] ?? null };
  return [
    {
      name: 'reach-source',
      title: 'this machine reaches the source, which is one index that can be compared',
      operation: 'GetIndex',
      arguments: arguments_,
      check: 'comparable-index',
      expect: { documents: reaches(readLevel(options['level']), 'sample') },
      ...reachedAt(source, pair),
    },
    {
      name: 'reach-source-documents',
      title: 'documents of the source can be read',
      operation: 'CountDocuments',
      arguments: arguments_,
      check: 'readable',
      ...reachedAt(source, pair),
    },
  ];
}

/** Before `reach-copy`, which the kinds' own steps come after. */
function reachApart(pair: ComparedPair): readonly StepBlueprint[] {
  const { at, ...sides } = sidesOf(pair);
  const { unreachable } = reachedAt(pair.copy, pair);
  return apartSteps(sides, at, { name: 'reach-apart', ...defined({ unreachable }) });
}

function reachCopy(pair: ComparedPair): StepBlueprint {
  const { copy } = pair;
  return {
    name: 'reach-copy',
    title: 'this machine reaches the cluster of the copy, and may read it',
    operation: 'CountDocuments',
    arguments: { index: copy.data['index'] ?? null },
    check: 'readable-once-made',
    ...reachedAt(copy, pair),
  };
}

function reachedAt(
  { connection, namedAt }: ComparedSide,
  { connections }: ComparedPair,
): Pick<CheckBlueprint, 'kind' | 'connection' | 'unreachable'> {
  const cluster = { alias: connection, namedAt, ...defined({ connections }) };
  return { kind: 'check', connection, unreachable: unreachableFrom('cluster', cluster) };
}

function findProblems(pair: ComparedPair): readonly BlueprintProblem[] {
  const { source, copy, connections } = pair;
  const sides = { sourceConnection: source.connection, targetConnection: copy.connection };
  return [...unencryptedLogins(sides, defined({ connections })), ...sameIndex(pair)];
}

function sameIndex({ source, copy, connections }: ComparedPair): readonly BlueprintProblem[] {
  const { index } = copy.data;
  const [one, other] = [source.connection, copy.connection];
  const isOneCluster = one === other || haveSameAddress(connections?.get(one)?.config, connections?.get(other)?.config);
  if (!isOneCluster || typeof index !== 'string' || source.data['index'] !== index) return [];
  const over =
    one === other ? `over the connection ${other}` : `at one address, by the connections ${one} and ${other}`;
  return [
    {
      severity: 'error',
      path: copy.namedAt.split('.'),
      summary: 'an index would be compared with itself',
      detail: `Source and copy are the index ${index}, and both are read ${over}.`,
      hint: `Name in ${source.namedAt} and ${copy.namedAt} the connections of the two clusters.`,
    },
  ];
}
