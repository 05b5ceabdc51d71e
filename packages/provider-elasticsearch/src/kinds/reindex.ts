import {
  type AppliedUnit,
  type Blueprint,
  defined,
  type Impact,
  type Kind,
  type KindInput,
  Reference,
  type ValueObject,
  type Verification,
} from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { writtenIndex } from '../operations/operations.ts';
import type { VerifiedSides } from './both-sides.ts';
import { refusedByRounds } from './catch-up-steps.ts';
import { checksBefore, reachChecks } from './checks-before.ts';
import { LEVELS, readLevel, UNSEEN } from './compared-sides.ts';
import { copySteps } from './copy-steps.ts';
import { cutoverSteps } from './cutover-steps.ts';
import { describeReindex } from './describe-reindex.ts';
import { findReindexProblems } from './find-reindex-problems.ts';
import { comparedSides, comparedWith, finishSteps, proofSteps } from './finish-steps.ts';
import { impactOf } from './impact-of.ts';
import { type ReindexUnit, readReindex } from './read-reindex.ts';
import { rightsSteps } from './rights-steps.ts';
import { rollbackReindex } from './rollback-steps.ts';
import { apartChecks, surroundingsChecks } from './surroundings-steps.ts';
import { usageWhileWaiting } from './usage-steps.ts';
import { chosenLevel, freshnessOf, verificationOf } from './verification.ts';
import { verifySteps } from './verify-steps.ts';

/**
 * Copies one index into a new one, with the clusters' own `_reindex` or by reading and writing its documents: checks both
 * sides, makes the index as the source's is, copies, gives it its settings, and counts. It can follow a source that is written to, and
 * lead clients to the copy: by an alias within one cluster, or to another one.
 */
export const reindex: Kind = {
  name: 'reindex',
  title: 'copy an index into a new one, on the same cluster or from another one',
  withSchema: kindSchemas.reindex,
  optionsSchema: optionsSchemas.reindex,
  outputs: ['index', 'documents'],
  decisivePaths: [
    ['source', 'index'],
    ['source', 'connection'],
    ['source', 'connect'],
    ['dest', 'index'],
    ['dest', 'mappings'],
    ['dest', 'settings'],
    ['method'],
    ['parts'],
  ],
  writes: ({ dest }) => writtenIndex(objectIn(dest)['index'], ['dest', 'index']),
  describe: describeReindex,
  expand: (input) => expandReindex(readReindex(input), input),
  impact: (input) => withUnseen(impactOf(readReindex(input)), input.options),
  cutoverGates: ['approve-cutover', 'confirm-clients'],
  verificationLevels: LEVELS,
  verification: verifyCopy,
  rollback: rollbackReindex,
  usage: (applied) => usageWhileWaiting(readReindex(applied), applied),
  comparedBy: (input) => comparedBy(readReindex(input)),
  freshness: (applied, noted) => freshnessOf(verifiedSides(readReindex(applied)), noted),
};

/** A copy that has ended, wherever its unit is: at its gate, failed by a difference, or done. */
function verifyCopy(applied: AppliedUnit, level: string | undefined): Verification {
  const unit = readReindex(applied);
  if (applied.outputsOf('refresh') === undefined) return { kind: 'none', why: 'Its copy has not ended yet.' };
  const { refused: count = 0, refused_ids: ids = null } = applied.outputsOf('copy') ?? {};
  const rounds = refusedByRounds(unit, (step, output) => applied.outputsOf(step)?.[output] ?? null);
  return verificationOf(verifiedSides(unit, level), comparedWith(unit, { count, ids }, rounds));
}

function verifiedSides(unit: ReindexUnit, level?: string): VerifiedSides {
  const sides = comparedSides(unit);
  return { ...sides, level: chosenLevel(level, sides.level), at: { source: unit.sourceConnection, copy: undefined } };
}

function comparedBy(unit: ReindexUnit): ReturnType<NonNullable<Kind['comparedBy']>> {
  const steps = verifySteps(comparedSides(unit), comparedWith(unit));
  return { steps: steps.map(({ name }) => name), level: unit.verify.level };
}

/** What a plan has chosen not to see is said where a reviewer looks. */
function withUnseen(impact: Impact, options: ValueObject): Impact {
  const level = objectIn(options['verify'])['level'];
  if (level === undefined) return impact;
  return { ...impact, risk: [impact.risk ?? '', UNSEEN[readLevel(level)]].join(' ').trimStart() };
}

function expandReindex(unit: ReindexUnit, input: KindInput): Blueprint {
  const problems = findReindexProblems(unit, input);
  const moving = [...copySteps(unit), ...finishSteps(unit), ...cutoverSteps(unit, proofSteps(unit))];
  return {
    steps: [
      ...reachChecks(unit, input),
      ...apartChecks(unit),
      ...rightsSteps(verifiedSides(unit), moving, input),
      ...checksBefore(unit),
      ...surroundingsChecks(unit),
      ...moving,
    ],
    outputs: { index: unit.index, documents: new Reference(['steps', 'count', 'outputs', 'documents']) },
    ...defined({ problems: problems.length === 0 ? undefined : problems }),
  };
}
