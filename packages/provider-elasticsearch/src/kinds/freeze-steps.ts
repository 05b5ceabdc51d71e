import { Reference, type StepBlueprint } from '@waybill/core';
import { sourceVersion } from './catch-up-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource } from './sides.ts';

const FREEZE = 'freeze';
const LIFT = 'lift-freeze';

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
      name: FREEZE,
      title: 'refuse writes to the source',
      operation: 'AddIndexBlock',
      arguments: { index, block: 'write', version: sourceVersion(unit) },
      holds: {
        label: `writes to the index ${nameOf(unit)} are refused`,
        lift: `PUT /${nameOf(unit)}/_settings with { "index.blocks.write": null }`,
        liftedBy: LIFT,
      },
      ...atSource(unit),
    },
  ];
}

/** As a plan writes it; only one that takes it from another migration's outputs does not say it. */
function nameOf({ source }: ReindexUnit): string {
  return typeof source.index === 'string' ? source.index : '<source>';
}

/**
 * A unit that failed has lifted its freeze, and clients have written to the source since. Whichever of these steps is tried
 * again, the source is frozen again before it, and what was written is copied and compared; and whatever fails then, the
 * freeze is lifted again. `until`: the step by which clients use the copy.
 */
export function frozenAnew(steps: readonly StepBlueprint[], until: string): readonly StepBlueprint[] {
  const names = steps.map(({ name }) => name);
  const [from, to] = [names.indexOf(FREEZE), names.indexOf(until)];
  return steps.map((step, at) => {
    if (at < from || at >= to) return step;
    return { ...step, repeats: [...names.slice(from, at), LIFT] };
  });
}

/** A unit that failed has lifted its freeze, and somebody else may have. */
export function stillFrozenSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  return [
    {
      kind: 'check',
      name: 'check-frozen',
      title: 'nothing was written to the source since',
      operation: 'GetIndex',
      arguments: { index: unit.source.index },
      ...atSource(unit),
      check: 'write-blocked',
    },
  ];
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
      name: LIFT,
      title: 'let the source be written again if the unit has failed; otherwise it stays frozen',
      always: true,
      needs: ['check-unfrozen', FREEZE, 'keep-freeze'],
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
