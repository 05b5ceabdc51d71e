import {
  type Blueprint,
  type BlueprintProblem,
  defined,
  type Kind,
  type KindInput,
  Reference,
  type StepBlueprint,
  type Value,
  type ValueObject,
} from '@waybill/core';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { type ComparedSides, LEVELS, reaches, readLevel, UNSEEN, type VerifyLevel } from './compared-sides.ts';
import { unencryptedLogins } from './find-reindex-problems.ts';
import { objectIn } from './read-reindex.ts';
import { chosenLevel, freshnessOf, type VerifiedSides, verificationOf } from './verification.ts';
import { type ComparedWith, verifySteps } from './verify-steps.ts';

/** Whoever wants less says so. */
const DEFAULT_LEVEL = 'digest';

/**
 * Compares an index with what should be its copy, whoever made that: with another tool, by hand, or by a plan that is done.
 * Both sides are only read, and refreshed before.
 */
export const verify: Kind = {
  name: 'verify',
  title: 'compare an index with a copy that was made before',
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
  impact: ({ options }) => ({
    downtime: 'None: both sides are only read.',
    risk: UNSEEN[levelIn(options)],
    wayBack: 'Nothing is changed.',
  }),
  verificationLevels: LEVELS,
  verification: (applied, level) => verificationOf(verifiedSides(readVerify(applied), level), BY_VALUE),
  freshness: (applied, noted) => freshnessOf(verifiedSides(readVerify(applied)), noted),
};

/** Whoever made the copy may have printed numbers in another way; nothing else may differ. */
const BY_VALUE: ComparedWith = { comparison: 'value', toleratedMissing: undefined, definition: { aliases: true } };

function verifiedSides(unit: VerifyUnit, level?: string): VerifiedSides {
  return { ...unit, level: chosenLevel(level, unit.level), at: unit.aliases };
}

function aliasIn(side: Value | undefined, own: string | undefined): string | undefined {
  const alias = objectIn(side)['connection'];
  return typeof alias === 'string' ? alias : own;
}

/** A unit of the kind `verify`, read once. */
interface VerifyUnit extends ComparedSides {
  /** Of the cluster of each side. */
  readonly aliases: { readonly source: string | undefined; readonly copy: string | undefined };
}

function levelIn(options: ValueObject): VerifyLevel {
  return readLevel(objectIn(options['verify'])['level'] ?? DEFAULT_LEVEL);
}

function readVerify({ with: given, options, connection }: KindInput): VerifyUnit {
  const [source, target] = [objectIn(given['source']), objectIn(given['target'])];
  const aliases = { source: aliasIn(source, connection), copy: aliasIn(target, connection) };
  const isOwn = aliases.source === connection && aliases.copy === connection;
  return {
    source: { index: source['index'] ?? null, query: source['query'] },
    index: target['index'] ?? null,
    sourceConnection: isOwn ? undefined : aliases.source,
    targetConnection: isOwn ? undefined : aliases.copy,
    ...defined({ connection: isOwn ? undefined : aliases.copy }),
    level: levelIn(options),
    sample: objectIn(options['verify'])['sample'],
    batch: given['batch'],
    aliases,
  };
}

function expandVerify(unit: VerifyUnit, input: KindInput): Blueprint {
  const problems = [...unencryptedLogins(unit, input), ...sameIndex(unit)];
  return {
    steps: [
      // Reach, login and rights of both sides are known before anything else is asked of them.
      ...bothOf(unit, (side) => existsStep(side, unit)),
      ...bothOf(unit, readableStep),
      ...bothOf(unit, refreshStep),
      ...verifySteps(unit, BY_VALUE),
    ],
    outputs: { documents: new Reference(['steps', 'count', 'outputs', 'documents']) },
    ...(problems.length === 0 ? {} : { problems }),
  };
}

interface Side {
  readonly name: 'source' | 'copy';
  readonly index: Value;
  readonly at: { readonly connection?: string };
}

function bothOf({ source, index, aliases }: VerifyUnit, step: (side: Side) => StepBlueprint): readonly StepBlueprint[] {
  return [
    step({ name: 'source', index: source.index, at: defined({ connection: aliases.source }) }),
    step({ name: 'copy', index, at: defined({ connection: aliases.copy }) }),
  ];
}

function existsStep({ name, index, at }: Side, { level }: VerifyUnit): StepBlueprint {
  return {
    kind: 'check',
    name: `check-${name}`,
    title: `the ${name} is one index, which can be compared`,
    operation: 'GetIndex',
    arguments: { index },
    ...at,
    check: 'comparable-index',
    expect: { documents: reaches(level, 'sample') },
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

function refreshStep({ name, index, at }: Side): StepBlueprint {
  return {
    kind: 'call',
    name: `refresh-${name}`,
    title: `make everything visible that was written to the ${name}`,
    operation: 'RefreshIndex',
    arguments: { index },
    ...at,
  };
}

function sameIndex({ source, index, aliases }: VerifyUnit): readonly BlueprintProblem[] {
  if (aliases.source !== aliases.copy || typeof index !== 'string' || source.index !== index) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'target', 'index'],
      summary: 'an index is compared with itself',
      detail: `Source and target are the index ${index} of one cluster.`,
      hint: 'Name the cluster of the other one as source.connection or target.connection, or another index.',
    },
  ];
}
