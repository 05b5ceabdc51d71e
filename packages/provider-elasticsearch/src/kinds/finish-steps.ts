import { defined, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { REFUSED, REFUSED_IDS } from './bulk-steps.ts';
import { type RefusedByRound, refusedByRounds } from './catch-up-steps.ts';
import type { ComparedSides } from './compared-sides.ts';
import { copiedAfter, madeStep } from './copy-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource, ofSource, ownOrOfSource } from './sides.ts';
import { pipelinesStep } from './surroundings-steps.ts';
import { type ComparedWith, verifySteps } from './verify-steps.ts';

/** Settings that a copy is made without, and gets afterwards. */
const RESTORED = ['number_of_replicas', 'auto_expand_replicas', 'refresh_interval'] as const;

/** Gives the index its own settings, also after a failure. */
export function finishSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { index } = unit;
  return [
    {
      kind: 'call',
      name: 'restore',
      title: 'restore the settings that the index was copied without',
      always: true,
      needs: ['create', ...copiedAfter(unit)],
      operation: 'PutSettings',
      arguments: { index, settings: { index: restoredSettings(unit) } },
    },
    {
      kind: 'call',
      name: 'refresh',
      title: 'refresh the copy, so that everything copied is visible',
      needs: ['restore', ...copiedAfter(unit)],
      operation: 'RefreshIndex',
      arguments: { index },
    },
    {
      kind: 'check',
      name: 'check-active',
      title: 'every shard of the copy is allocated',
      operation: 'ShowIndexHealth',
      arguments: { index, wait_for_status: 'green', timeout: '5s' },
      check: 'index-active',
    },
    madeStep(unit, 'check-copy'),
    ...sourceCopiedSteps(unit),
  ];
}

/** With catch-up, each round asks for it by itself. */
function sourceCopiedSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.catchUp !== undefined) return [];
  return [
    {
      kind: 'check',
      name: 'check-source-copied',
      title: 'the source is still the index that was copied',
      operation: 'GetIndex',
      arguments: { index: unit.source.index },
      ...atSource(unit),
      check: 'source-copied',
      expect: { uuid: ofSource('uuid') },
    },
  ];
}

/** Compares both sides. */
export function proofSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  return [
    ...verifySteps(
      comparedSides(unit),
      comparedWith(unit, { count: REFUSED, ids: REFUSED_IDS }, refusedByRounds(unit)),
    ),
    pipelinesStep(unit),
  ];
}

/** What the copy is without. */
interface Refused {
  readonly count: Value;
  /** As the step that copied them has kept them. */
  readonly ids: Value;
}

const NONE_REFUSED: Refused = { count: 0, ids: null };

/**
 * What may differ between a copy and its source. `refused`: how many documents the copy is without, and which; `rounds`: what it has
 * refused in each of them.
 */
export function comparedWith(
  { dest, method, tolerate }: ReindexUnit,
  refused: Refused = NONE_REFUSED,
  rounds: readonly RefusedByRound[] = [],
): ComparedWith {
  return {
    // A cluster that copies by itself prints numbers anew.
    comparison: method === 'bulk' ? 'bytes' : 'value',
    ...(tolerate === undefined || method !== 'bulk'
      ? { toleratedMissing: undefined }
      : {
          toleratedMissing: refused.count,
          toleratedIds: refused.ids,
          // Without rounds it is what the copy was refused, and no more.
          ...defined({
            tolerate: rounds.length === 0 ? undefined : tolerate,
            rounds: rounds.length === 0 ? undefined : rounds,
          }),
        }),
    definition: defined({ settings: dest['settings'], mappings: dest['mappings'] }),
  };
}

export function comparedSides({ source, index, verify, givenBatch, ...unit }: ReindexUnit): ComparedSides {
  const { sourceConnection, targetConnection } = unit;
  return { source, index, sourceConnection, targetConnection, ...verify, batch: givenBatch };
}

/** The plan's own, or those of the source; one that the source leaves out goes back to its default. */
function restoredSettings(unit: ReindexUnit): ValueObject {
  return Object.fromEntries(RESTORED.map((name) => [name, ownOrOfSource(unit, name)]));
}
