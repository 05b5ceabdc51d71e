import { Reference, type StepBlueprint } from '@waybill/core';
import { sourceVersion } from './catch-up-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource } from './sides.ts';

const CHECK_FROZEN = 'check-frozen';

/** Refuses writes to the source, once it is known that nobody else does so: another freeze is not ours to lift. */
export function freezeSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  const { index } = unit.source;
  return [
    {
      kind: 'check',
      name: 'check-unfrozen',
      title: 'the source can be written',
      operation: 'GetIndex',
      arguments: { index },
      ...atSource(unit),
      check: 'write-unblocked',
    },
    {
      kind: 'call',
      name: 'freeze',
      title: 'refuse writes to the source',
      operation: 'AddIndexBlock',
      arguments: { index, block: 'write', version: sourceVersion(unit) },
      holds: {
        label: `writes to the index ${nameOf(unit)} are refused`,
        lift: `PUT /${nameOf(unit)}/_settings with { "index.blocks.write": null }`,
        liftedBy: 'lift-freeze',
      },
      ...atSource(unit),
    },
  ];
}

/** As a plan writes it; only one that takes it from another migration's outputs does not say it. */
function nameOf({ source }: ReindexUnit): string {
  return typeof source.index === 'string' ? source.index : '<source>';
}

/** A unit that failed has lifted its freeze: whoever continues with it has to begin anew. */
export function stillFrozenSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  return [
    {
      kind: 'check',
      name: CHECK_FROZEN,
      title: 'nothing was written to the source since',
      operation: 'GetIndex',
      arguments: { index: unit.source.index },
      ...atSource(unit),
      check: 'write-blocked',
    },
  ];
}

/**
 * Steps that lead clients to the copy. When one of them fails, the freeze is lifted, and what is written then is missing in the
 * copy: tried again, they ask first whether the source still refuses writes. Those after clients have been led there do not.
 */
export function onlyWhileFrozen(unit: ReindexUnit, steps: readonly StepBlueprint[]): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return steps;
  const led = steps.findIndex(({ kind, name }) => kind === 'gate' || name === 'check-switched');
  return steps.map((step, at) => {
    if (at >= led) return step;
    // It waits for the check itself: the step before it may be done.
    const before = steps[at - 1]?.name ?? CHECK_FROZEN;
    const needs = [...new Set([...(step.needs ?? [before]), CHECK_FROZEN])];
    return { ...step, needs, repeats: [CHECK_FROZEN, ...(step.repeats ?? [])] };
  });
}

/** Once everything has succeeded, the freeze is there for good; whatever has failed before, it is lifted. */
export function liftSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  const { index } = unit.source;
  return [
    {
      kind: 'call',
      name: 'keep-freeze',
      title: 'leave the source frozen for good',
      operation: 'AddIndexBlock',
      arguments: { index, block: 'write', version: sourceVersion(unit) },
      ...atSource(unit),
    },
    {
      kind: 'call',
      name: 'lift-freeze',
      title: 'let the source be written again if the unit has failed; otherwise it stays frozen',
      always: true,
      needs: ['check-unfrozen', 'freeze', 'keep-freeze'],
      operation: 'PutSettings',
      // A call that was not made has no outputs: null takes the block away.
      arguments: {
        index,
        settings: { index: { blocks: { write: new Reference(['steps', 'keep-freeze', 'outputs', 'acknowledged']) } } },
      },
      ...atSource(unit),
    },
  ];
}
