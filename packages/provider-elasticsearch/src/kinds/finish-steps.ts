import { defined, type StepBlueprint, type ValueObject } from '@waybill/core';
import { REFUSED } from './bulk-steps.ts';
import { copiedAfter, madeStep } from './copy-steps.ts';
import { objectIn, type ReindexUnit, settingIn } from './read-reindex.ts';
import { atSource, ofSource } from './sides.ts';
import { pipelinesStep } from './surroundings-steps.ts';
import { verifySteps } from './verify-steps.ts';

/** Settings that a copy is made without, and gets afterwards. */
const RESTORED = ['number_of_replicas', 'auto_expand_replicas', 'refresh_interval'] as const;

/** Gives the index its own settings, also after a failure. */
export function finishSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { index, dest } = unit;
  return [
    {
      kind: 'call',
      name: 'restore',
      title: 'give the index the settings that it was copied without',
      always: true,
      needs: ['create', ...copiedAfter(unit)],
      operation: 'PutSettings',
      arguments: { index, settings: { index: restoredSettings(dest) } },
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
  const { index, source } = unit;
  const query = defined({ query: source.query });
  return [
    // Before the counts, because it names what they only number.
    ...verifySteps(unit),
    {
      kind: 'check',
      name: 'count',
      title: 'both sides have the same number of documents',
      operation: 'CountDocuments',
      // All of it: the copy holds nothing else, and what the query asks of the source may be otherwise there.
      arguments: { index },
      beside: { operation: 'CountDocuments', arguments: { index: source.index, ...query }, ...atSource(unit) },
      check: 'counts-equal',
      ...(unit.tolerate === undefined || unit.method !== 'bulk' ? {} : { expect: { missing: REFUSED } }),
    },
    pipelinesStep(unit),
  ];
}

/** The plan's own, or those of the source; one that the source leaves out goes back to its default. */
function restoredSettings(dest: ValueObject): ValueObject {
  const own = objectIn(dest['settings']);
  return Object.fromEntries(RESTORED.map((name) => [name, settingIn(own, name) ?? ofSource(name)]));
}
