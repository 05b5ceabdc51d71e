import { Reference, type StepBlueprint, type Value } from '@waybill/core';
import { keptFrozenSteps, unwrittenStep } from './freeze-steps.ts';
import { noteCopyStep } from './note-copy-step.ts';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { ofSource } from './sides.ts';
import { NOTE_USAGE, usageOfBoth } from './usage-steps.ts';

/** Before anything is made: nothing else on the target has an alias that the copy gets. */
export function freeAliasChecks({ cutover, index }: ReindexUnit): readonly StepBlueprint[] {
  return cutover?.mode === 'clients' ? aliasesFree(index, cutover, { name: 'check-alias', isFirst: true }) : [];
}

function aliasesFree(
  index: Value,
  { aliases }: Cutover,
  { name, isFirst }: { readonly name: string; readonly isFirst: boolean },
): readonly StepBlueprint[] {
  return aliases.map((alias, at) => ({
    kind: 'check',
    name: at === 0 ? name : `${name}-${at + 1}`,
    title: 'the alias is free on the cluster of the copy',
    operation: 'GetIndex',
    arguments: { index: alias },
    check: 'alias-free',
    expect: { index, ...(isFirst ? { is_first: true } : {}) },
  }));
}

/** Makes the aliases, waits until an operator says that clients use the copy, and looks who still uses the source. */
export function clientsSteps(unit: ReindexUnit, cutover: Cutover): readonly StepBlueprint[] {
  const usage = usageOfBoth(unit);
  return [
    noteCopyStep(unit),
    // Approving can take days: an alias that another index has by now would show both.
    ...aliasesFree(unit.index, cutover, { name: 'check-alias-again', isFirst: false }),
    ...addAliases(unit, cutover),
    {
      kind: 'check',
      name: NOTE_USAGE,
      title: 'how often source and copy have been used until now',
      ...usage,
      check: 'usage-noted',
    },
    gateStep(cutover),
    // First of all: what is written to the source from here on, nobody would read.
    ...keptFrozenSteps(unit),
    unwrittenStep(unit),
    {
      kind: 'check',
      name: 'check-usage',
      title: 'clients use the copy, and nobody the source',
      ...usage,
      check: 'usage-moved',
      expect: { source: noted('source_searches'), copy: noted('copy_searches') },
    },
  ];
}

const noted = (name: string): Reference => new Reference(['steps', NOTE_USAGE, 'outputs', name]);

function addAliases({ index }: ReindexUnit, { aliases }: Cutover): readonly StepBlueprint[] {
  if (aliases.length === 0) return [];
  return [
    {
      kind: 'call',
      name: 'add-aliases',
      title: 'give the copy its aliases',
      operation: 'UpdateAliases',
      arguments: { actions: aliases.map((alias) => ({ add: { index, alias, like: ofSource('aliases') } })) },
    },
  ];
}

function gateStep({ freezes }: Cutover): StepBlueprint {
  const state = freezes
    ? 'The source refuses writes, and the copy has everything.'
    : 'The copy has everything that was written to the source.';
  return {
    kind: 'gate',
    name: 'confirm-clients',
    title: 'an operator confirms that clients use the copy',
    instruction: `${state} Point all clients to the cluster of the copy, see that they read and write there, and approve then. To stop instead, lead back those that have moved, and run \`waybill rollback\`${freezes ? ', which lifts the freeze' : ''}.`,
  };
}
