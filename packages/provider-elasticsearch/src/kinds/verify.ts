import {
  type Blueprint,
  type BlueprintProblem,
  defined,
  type Kind,
  type KindInput,
  Reference,
  type StepBlueprint,
  type ValueObject,
} from '@waybill/core';
import { aliasIn, impactOfReading, objectIn, unreachableFrom } from '@waybill/provider-kit';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { apartSteps } from './apart-step.ts';
import { bothOf, refreshStep, type Side, type VerifiedSides } from './both-sides.ts';
import { LEVELS, reaches, readLevel, UNSEEN, type VerifyLevel } from './compared-sides.ts';
import { unencryptedLogins } from './find-reindex-problems.ts';
import { rightsSteps } from './rights-steps.ts';
import { haveSameAddress } from './same-address.ts';
import { chosenLevel, freshnessOf, verificationOf } from './verification.ts';
import { type ComparedWith, verifySteps } from './verify-steps.ts';

/** Whoever wants less says so. */
const DEFAULT_LEVEL = 'digest';

/**
 * Compares an index with what should be its copy, whoever made that: with another tool, by hand, or by a plan that is done.
 * Both sides are only read, and refreshed before.
 */
export const verify: Kind = {
  name: 'verify',
  title: 'compare an index with a copy that was made earlier',
  withSchema: kindSchemas.verify,
  optionsSchema: optionsSchemas.verify,
  outputs: ['documents'],
  decisivePaths: [
    ['source', 'index'],
    ['source', 'connection'],
    ['target', 'index'],
    ['target', 'connection'],
  ],
  describe: ({ source, target }, connection) => ({
    from: {
      label: 'cluster',
      ...defined({ connection: aliasIn(source, connection) }),
      facts: [
        { name: 'index', value: objectIn(source)['index'] },
        { name: 'compared with', value: objectIn(target)['index'] },
      ],
    },
  }),
  expand: (input) => expandVerify(readVerify(input), input),
  impact: ({ options }) => impactOfReading(UNSEEN[levelIn(options)]),
  verificationLevels: LEVELS,
  verification: (applied, level) => {
    const sides = readVerify(applied);
    return verificationOf({ ...sides, level: chosenLevel(level, sides.level) }, BY_VALUE);
  },
  freshness: (applied, noted) => freshnessOf(readVerify(applied), noted),
};

/** Whoever made the copy may have printed numbers in another way; nothing else may differ. */
const BY_VALUE: ComparedWith = { comparison: 'value', toleratedMissing: undefined, definition: { aliases: true } };

function levelIn(options: ValueObject): VerifyLevel {
  return readLevel(objectIn(options['verify'])['level'] ?? DEFAULT_LEVEL);
}

function readVerify({ with: given, options, connection }: KindInput): VerifiedSides {
  const [source, target] = [objectIn(given['source']), objectIn(given['target'])];
  const at = { source: aliasIn(source, connection), copy: aliasIn(target, connection) };
  const isOwn = at.source === connection && at.copy === connection;
  return {
    source: { index: source['index'] ?? null, query: source['query'] },
    index: target['index'] ?? null,
    sourceConnection: isOwn ? undefined : at.source,
    targetConnection: isOwn ? undefined : at.copy,
    ...defined({ connection: isOwn ? undefined : at.copy }),
    level: levelIn(options),
    sample: objectIn(options['verify'])['sample'],
    batch: given['batch'],
    at,
  };
}

function expandVerify(unit: VerifiedSides, input: KindInput): Blueprint {
  const problems = [...unencryptedLogins(unit, input), ...sameIndex(unit, input)];
  const compared = [...bothOf(unit, refreshStep), ...verifySteps(unit, BY_VALUE)];
  return {
    steps: [
      // Reach, login and rights of both sides are known before anything else is asked of them.
      ...bothOf(unit, (side) => existsStep(side, unit, input)),
      ...apartSteps(unit, unit.at, { name: 'check-apart' }),
      ...rightsSteps(unit, compared, input),
      ...bothOf(unit, readableStep),
      ...compared,
    ],
    outputs: { documents: new Reference(['steps', 'count', 'outputs', 'documents']) },
    ...defined({ problems: problems.length === 0 ? undefined : problems }),
  };
}

function existsStep(
  { name, index, at }: Side,
  { level }: VerifiedSides,
  { connection, connections }: KindInput,
): StepBlueprint {
  const namedAt = name === 'source' ? 'with.source.connection' : 'with.target.connection';
  const cluster = { alias: at.connection ?? connection, namedAt, ...defined({ connections }) };
  return {
    kind: 'check',
    name: `check-${name}`,
    title: `the ${name} is one index, which can be compared`,
    operation: 'GetIndex',
    arguments: { index },
    ...at,
    check: 'comparable-index',
    expect: { documents: reaches(level, 'sample') },
    unreachable: unreachableFrom('cluster', cluster),
  };
}

function readableStep({ name, index, at }: Side): StepBlueprint {
  return {
    kind: 'check',
    name: `read-${name}`,
    title: `documents of the ${name} can be read`,
    operation: 'CountDocuments',
    arguments: { index },
    ...at,
    check: 'readable',
  };
}

function sameIndex({ source, index, at }: VerifiedSides, { connections }: KindInput): readonly BlueprintProblem[] {
  const [one, other] = [at.source, at.copy].map((alias) => connections?.get(alias ?? '')?.config);
  const isOneCluster = at.source === at.copy || haveSameAddress(one, other);
  if (!isOneCluster || typeof index !== 'string' || source.index !== index) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'target', 'index'],
      summary: 'an index would be compared with itself',
      detail: `Source and target are the index ${index} of one cluster.`,
      hint: 'Name the cluster of the other one as source.connection or target.connection, or another index.',
    },
  ];
}
