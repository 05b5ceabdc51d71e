import { defined, type StepBlueprint, type ValueObject } from '@waybill/core';
import { REFUSED } from './bulk-steps.ts';
import type { ComparedSides } from './compared-sides.ts';
import { copiedAfter, madeStep } from './copy-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { ownOrOfSource } from './sides.ts';
import { pipelinesStep } from './surroundings-steps.ts';
import { verifySteps } from './verify-steps.ts';

/** Settings that a copy is made without, and gets afterwards. */
const RESTORED = ['number_of_replicas', 'auto_expand_replicas', 'refresh_interval'] as const;

/** Gives the index its own settings, also after a failure. */
export function finishSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { index } = unit;
  return [
    {
      kind: 'call',
      name: 'restore',
      title: 'give the index the settings that it was copied without',
      always: true,
      needs: ['create', ...copiedAfter(unit)],
      operation: 'PutSettings',
      arguments: { index, settings: { index: restoredSettings(unit) } },
    },
    {
      kind: 'call',
      name: 'refresh',
      title: 'make everything visible that was copied',
      needs: ['restore', ...copiedAfter(unit)],
      operation: 'RefreshIndex',
      arguments: { index },
    },
    {
      kind: 'check',
      name: 'check-active',
      title: 'every shard of the copy is there',
      operation: 'ShowIndexHealth',
      arguments: { index, wait_for_status: 'green', timeout: '5s' },
      check: 'index-active',
    },
    madeStep(unit, 'check-copy'),
  ];
}

/** Compares both sides. */
export function proofSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { dest, method, tolerate } = unit;
  const compared = verifySteps(comparedSides(unit), {
    // A cluster that copies by itself prints numbers anew.
    comparison: method === 'bulk' ? 'bytes' : 'value',
    toleratedMissing: tolerate === undefined || method !== 'bulk' ? undefined : REFUSED,
    definition: defined({ settings: dest['settings'], mappings: dest['mappings'] }),
  });
  return [...compared, pipelinesStep(unit)];
}

function comparedSides({ source, index, verify, givenBatch, ...unit }: ReindexUnit): ComparedSides {
  const { sourceConnection, targetConnection } = unit;
  return { source, index, sourceConnection, targetConnection, ...verify, batch: givenBatch };
}

/** The plan's own, or those of the source; one that the source leaves out goes back to its default. */
function restoredSettings(unit: ReindexUnit): ValueObject {
  return Object.fromEntries(RESTORED.map((name) => [name, ownOrOfSource(unit, name)]));
}
