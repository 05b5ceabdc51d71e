import { type AppliedUnit, defined, Reference, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { CATCH_UP } from '../jobs/catch-up.ts';
import { DELETE_MISSING } from '../jobs/delete-missing.ts';
import { readPositions } from '../jobs/shard-positions.ts';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { bothSides } from './bulk-steps.ts';
import { openStep } from './checks-before.ts';
import { comparedSides, comparedWith } from './finish-steps.ts';
import { NOTE_COPY } from './note-copy-step.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource } from './sides.ts';
import { verifySteps } from './verify-steps.ts';

/** Of a rollback that copies back: lets the source be written. */
export const OPEN_SOURCE = 'open-source';
/** Its first step that writes to the source. */
export const COPY_BACK = 'copy-back';
/** And the one that keeps clients from writing to the copy. */
export const FREEZE_COPY = 'freeze-copy';

/** How far both sides had been written when clients were led to the copy, and were the same. */
export interface CutoverPositions {
  readonly source: readonly number[];
  readonly copy: readonly number[];
}

/** What was written to the copy since, as it was noted before clients were led to it. */
export function countWritesStep(unit: ReindexUnit, applied: AppliedUnit, isCopiedBack: boolean): StepBlueprint {
  const highest = applied.outputsOf(NOTE_COPY)?.['highest'] ?? null;
  const canBeCopiedBack = typeof positionsAtCutover(unit, applied) !== 'string';
  return {
    kind: 'check',
    name: 'count-writes',
    title: 'how much was written to the copy since the cut-over',
    operation: 'ShowIndexStats',
    arguments: { index: unit.index, level: 'shards' },
    check: 'writes-shown',
    expect: { highest, isCopiedBack, canBeCopiedBack },
  };
}

/** One sentence that says why the plan of a unit allows no copying back, whatever became of it. */
export function whyNotCopiedBack({
  source,
  catchUp,
  tolerate,
}: Pick<ReindexUnit, 'source' | 'catchUp' | 'tolerate'>): string | undefined {
  if (catchUp === undefined)
    return 'Its plan has no catch_up and does not freeze the source: the copy may lack what was written while it was made.';
  if (catchUp.field !== undefined)
    return 'Its source is followed by a field: without sequence numbers it is not known whether it has been written to since then.';
  if (source.query !== undefined) return 'Its copy is of a part of the source: a query chose the documents.';
  return tolerate !== undefined && tolerate !== 0 ? 'Its copy may lack documents: the plan tolerates that.' : undefined;
}

/**
 * Where copying back begins; or one sentence that says why the two sides cannot be told to have been the same at the cut-over:
 * what the copy lacks would be deleted at the source.
 */
export function positionsAtCutover(unit: ReindexUnit, { outputsOf }: AppliedUnit): CutoverPositions | string {
  const why = whyNotCopiedBack(unit);
  if (why !== undefined) return why;
  const positions = {
    source: readPositions(outputsOf('last-difference')?.['positions']),
    copy: readPositions(outputsOf(NOTE_COPY)?.['positions']),
  };
  if (positions.source === undefined || positions.copy === undefined)
    return 'The write positions of both sides at the cut-over are not recorded: it was not reached, or was done by an earlier version.';
  return { source: positions.source, copy: positions.copy };
}

/** Reads alone, before anything is changed. */
export function copyBackChecks(
  unit: ReindexUnit,
  { source }: CutoverPositions,
  { outputsOf, tokens, isFrozen }: Pick<AppliedUnit, 'outputsOf' | 'tokens'> & { readonly isFrozen: boolean },
): readonly StepBlueprint[] {
  const { index } = unit.source;
  return [
    madeCopyStep(unit, tokens),
    {
      kind: 'check',
      name: 'check-source',
      title: 'the source accepts what is copied back',
      operation: 'GetIndex',
      arguments: { index },
      beside: { ...SHOW_VERSION, ...atSource(unit) },
      ...atSource(unit),
      check: 'accepts-writes',
      expect: { isFrozen, uuid: outputsOf('check-source')?.['uuid'] ?? null },
    },
    openStep(unit),
    {
      kind: 'check',
      name: 'check-unwritten',
      title: 'nothing has been written to the source since the cut-over',
      operation: 'ShowIndexStats',
      arguments: { index, level: 'shards' },
      ...atSource(unit),
      check: 'source-unwritten',
      expect: { positions: source },
    },
  ];
}

/** A cluster makes an index anew when something is written to a name that is gone: what that lacks was deleted by nobody. */
function madeCopyStep({ index }: ReindexUnit, tokens: readonly string[]): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-copy',
    title: 'the copy is the one that this unit created',
    operation: 'GetIndex',
    arguments: { index },
    check: 'index-ours',
    expect: { tokens, isUsed: true },
  };
}

/**
 * Once the source can be written: copies what was written to the copy, refuses further writes to it, copies and deletes the
 * last difference, and compares. The copy stays frozen, so that nobody writes there unseen.
 */
export function copyBackSteps(
  unit: ReindexUnit,
  { copy }: CutoverPositions,
  applied: AppliedUnit,
): readonly StepBlueprint[] {
  return [
    roundStep(unit, { name: COPY_BACK, title: 'copy back what was written to the copy', positions: copy }),
    freezeStep(unit, applied),
    roundStep(unit, {
      name: 'copy-back-last',
      title: 'copy back what was written until writes to the copy had stopped',
      positions: new Reference(['steps', COPY_BACK, 'outputs', 'positions']),
      is_frozen: true,
    }),
    {
      kind: 'job',
      name: 'delete-back',
      title: 'delete the documents of the source that the copy no longer has',
      job: DELETE_MISSING,
      arguments: mirrored(unit),
      ...sidesBack(unit),
    },
    {
      kind: 'call',
      name: 'refresh-back',
      title: 'refresh the source, so that everything copied back is visible',
      operation: 'RefreshIndex',
      arguments: { index: unit.source.index },
      ...atSource(unit),
    },
    ...proofSteps(unit),
    copyFrozenStep(unit),
  ];
}

/** Not lifted again, whatever comes then: what is written to the copy after the last difference nobody would copy. */
function freezeStep({ index }: ReindexUnit, { outputsOf }: AppliedUnit): StepBlueprint {
  const version = outputsOf('check-source')?.['target_version'] ?? null;
  return {
    kind: 'call',
    name: FREEZE_COPY,
    title: 'block writes to the copy permanently',
    operation: 'AddIndexBlock',
    arguments: { index, block: 'write', version },
  };
}

/** As the plan verifies. Its number of documents is counted once more: another step has counted before. */
function proofSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const steps = verifySteps(comparedSides(unit), comparedWith(unit));
  return steps.map((step) => (step.name === 'count' ? { ...step, name: 'count-again' } : step));
}

/** Whoever lets clients write to the copy again, after a failure, ends what was compared. */
function copyFrozenStep({ index }: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-quiet',
    title: 'nothing has been written to the copy since then',
    operation: 'GetIndex',
    arguments: { index },
    check: 'copy-blocked',
  };
}

interface RoundBack {
  readonly name: string;
  readonly title: string;
  readonly positions: Value;
  readonly is_frozen?: boolean;
}

function roundStep(unit: ReindexUnit, { name, title, ...round }: RoundBack): StepBlueprint {
  return {
    kind: 'job',
    name,
    title,
    job: CATCH_UP,
    arguments: { ...mirrored(unit), ...round },
    ...sidesBack(unit),
  };
}

function mirrored({ source, index, givenBatch }: ReindexUnit): ValueObject {
  return {
    source: index,
    dest: source.index,
    target_version: new Reference(['steps', 'check-source', 'outputs', 'version']),
    ...defined({ batch: givenBatch }),
  };
}

function sidesBack({ sourceConnection, targetConnection }: ReindexUnit): { readonly connections?: string[] } {
  return bothSides({ sourceConnection: targetConnection, targetConnection: sourceConnection });
}
