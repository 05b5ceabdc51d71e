import { type CheckBlueprint, Reference, type StepBlueprint } from '@waybill/core';
import { repeatedTogether } from '@waybill/provider-kit';
import { UNIT_TOKENS } from '../operations/mark-unit.ts';
import { sourceVersion } from './catch-up-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource, atTarget, ofSource } from './sides.ts';

const FREEZE = 'freeze';
const LIFT = 'lift-freeze';
export const STILL_FROZEN = 'check-frozen';
export const UNFROZEN = 'check-unfrozen';
/** An index that was made anew under the name of the source is not the unit's to freeze. */
const SAME = 'check-source-same';

/** From here on clients use the copy: the source stays frozen, whatever fails then. */
const MOVED = { alias: 'switch', clients: 'confirm-clients' } as const;

export function movedBy({ cutover }: ReindexUnit): string {
  return MOVED[cutover?.mode ?? 'clients'];
}

/** Refuses writes to the source, once it is known that nobody else does so: another freeze is not ours to lift. */
export function freezeSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  const { index } = unit.source;
  return [
    {
      kind: 'check',
      name: UNFROZEN,
      title: 'the source accepts writes',
      operation: 'GetIndex',
      arguments: { index },
      ...atSource(unit),
      check: 'write-unblocked',
      expect: { uuid: ofSource('uuid') },
    },
    {
      kind: 'call',
      name: FREEZE,
      title: 'block writes to the source',
      operation: 'AddIndexBlock',
      arguments: { index, block: 'write', version: sourceVersion(unit) },
      holds: {
        label: `writes to the index ${nameOf(unit)} are refused`,
        lift: `PUT /${nameOf(unit)}/_settings with { "index.blocks.write": null }`,
        liftedBy: LIFT,
        keptOnce: movedBy(unit),
        checkedBy: UNFROZEN,
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
  return [...steps.slice(0, from), ...repeatedTogether(steps.slice(from, to), [LIFT]), ...steps.slice(to)];
}

/** A unit that failed has lifted its freeze, and somebody else may have: also between two reads of the block. */
export function stillFrozenSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  return [
    {
      kind: 'check',
      name: STILL_FROZEN,
      title: 'nothing has been written to the source since then',
      operation: 'GetIndex',
      arguments: { index: unit.source.index },
      beside: writtenSource(unit),
      ...atSource(unit),
      check: 'write-blocked',
      expect: { positions: positionsOfLast },
    },
  ];
}

/** What was looked at so long ago, or by an earlier run, is looked at again before it is built upon: others may have changed it. */
export const RELIED_MS = 180_000;

/** Once clients use the copy: the freeze is there for good, and what was written to the source until then is named. */
export function keptFrozenSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { cutover, source } = unit;
  if (cutover?.freezes !== true) return [];
  return [
    {
      kind: 'check',
      name: SAME,
      title: 'the source is the index that was copied',
      operation: 'GetIndex',
      arguments: { index: source.index },
      ...atSource(unit),
      check: 'source-same',
      expect: { uuid: ofSource('uuid') },
    },
    {
      kind: 'call',
      name: 'keep-freeze',
      title: 'leave the source frozen permanently',
      repeats: [SAME],
      relies: { on: SAME, forMs: RELIED_MS },
      operation: 'AddIndexBlock',
      arguments: { index: source.index, block: 'write', version: sourceVersion(unit) },
      ...atSource(unit),
    },
  ];
}

/** Nothing is copied any more: clients write to the copy by now. Without a freeze it is what its plan takes into account. */
export function unwrittenStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-unwritten',
    title: 'nothing has been written to the source since the last difference, and the copy is the unit’s own',
    ...writtenSource(unit),
    ...atSource(unit),
    beside: shownCopy(unit),
    check: 'unwritten-since',
    expect: { positions: positionsOfLast, isFrozen: unit.cutover?.freezes === true, tokens: UNIT_TOKENS },
  };
}

const positionsOfLast = new Reference(['steps', 'last-difference', 'outputs', 'positions']);

/** How far the source has been written. */
export function writtenSource({ source }: ReindexUnit): Pick<CheckBlueprint, 'operation' | 'arguments'> {
  return { operation: 'ShowIndexStats', arguments: { index: source.index, level: 'shards' } };
}

/** Confirming can take days, and an index that was deleted is made anew by the next client that writes to its name. */
export function shownCopy(unit: ReindexUnit): NonNullable<CheckBlueprint['beside']> {
  return { operation: 'GetIndex', arguments: { index: unit.index }, ...atTarget(unit) };
}

/** Whatever has failed before clients use the copy, the freeze is lifted; from then on nobody writes to the source unseen. */
export function liftSteps(unit: ReindexUnit, after: string): readonly StepBlueprint[] {
  if (unit.cutover?.freezes !== true) return [];
  return [
    {
      kind: 'call',
      name: LIFT,
      title: 'lift the freeze of the source if the unit fails before clients use the copy',
      always: true,
      needs: [...new Set([UNFROZEN, FREEZE, 'keep-freeze', after])],
      operation: 'PutSettings',
      // Null takes the block away.
      arguments: {
        index: unit.source.index,
        settings: { index: { blocks: { write: new Reference(['steps', movedBy(unit), 'done']) } } },
        // Without an answer of that check it is the unit's own.
        of: { wanted: ofSource('uuid'), shown: new Reference(['steps', SAME, 'kept', 'uuid']) },
      },
      ...atSource(unit),
    },
  ];
}
