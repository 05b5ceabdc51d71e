import type { AppliedUnit, Blueprint, CheckBlueprint, JsonObject, StepBlueprint } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { aliasesShown } from './alias-steps.ts';
import { shownCopy, writtenSource } from './freeze-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { atSource, atTarget } from './sides.ts';

export const NOTE_USAGE = 'note-usage';

/** Requests that read or write documents, whoever has sent them. */
const DATA_REQUESTS = {
  actions: 'indices:data/read/*,indices:data/write/*',
  detailed: true,
  group_by: 'none',
} as const;

/** How often both sides have been used. */
export function usageOfBoth(
  unit: ReindexUnit,
): Pick<CheckBlueprint, 'operation' | 'arguments' | 'beside' | 'connection'> {
  return {
    operation: 'ShowIndexUsage',
    arguments: { index: unit.source.index },
    beside: { operation: 'ShowIndexUsage', arguments: { index: unit.index }, ...atTarget(unit) },
    ...atSource(unit),
  };
}

/** While a unit waits until an operator confirms that its clients use the copy: who uses which side. */
export function usageWhileWaiting(unit: ReindexUnit, { outputsOf, tokens }: AppliedUnit): Blueprint | undefined {
  const { cutover } = unit;
  const noted = outputsOf(NOTE_USAGE);
  if (noted === undefined || outputsOf('confirm-clients') !== undefined) return undefined;
  const { positions = null } = outputsOf('last-difference') ?? {};
  const steps: readonly StepBlueprint[] = [
    {
      kind: 'check',
      name: 'show-usage',
      title: 'how often both sides have been used since then',
      ...usageOfBoth(unit),
      check: 'usage-shown',
      expect: noted,
    },
    {
      kind: 'check',
      name: 'show-writes',
      title: 'how often the source was written to since the last difference',
      ...writtenSource(unit),
      ...atSource(unit),
      beside: shownCopy(unit),
      check: 'unwritten-since',
      expect: { positions, isWaiting: true, isFrozen: cutover?.freezes === true, tokens },
    },
    ...(cutover === undefined ? [] : aliasesShown(unit.index, cutover, { name: 'show-alias', isWaiting: true })),
    {
      kind: 'check',
      name: 'show-users',
      title: 'who uses the source at this moment',
      operation: 'ListTasks',
      arguments: DATA_REQUESTS,
      ...atSource(unit),
      check: 'users-named',
      expect: { index: unit.source.index, aliases: aliasesOf(outputsOf('check-source')) },
    },
  ];
  return { steps, outputs: {} };
}

/** Requests name the alias by which they came. */
function aliasesOf(source: JsonObject | undefined): readonly string[] {
  return Object.keys(objectIn(source?.['aliases']));
}
