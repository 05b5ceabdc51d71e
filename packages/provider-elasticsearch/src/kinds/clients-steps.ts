import { Reference, type StepBlueprint } from '@waybill/core';
import { addAliases, aliasesFree, aliasesShown } from './alias-steps.ts';
import { keptFrozenSteps, unwrittenStep } from './freeze-steps.ts';
import { noteCopyStep } from './note-copy-step.ts';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { NOTE_USAGE, usageOfBoth } from './usage-steps.ts';

/** Before anything is made: nothing else on the target has an alias that the copy gets. */
export function freeAliasChecks({ cutover, index }: ReindexUnit): readonly StepBlueprint[] {
  return cutover?.mode === 'clients' ? aliasesFree(index, cutover, { name: 'check-alias', isFirst: true }) : [];
}

/** Makes the aliases, waits until an operator says that clients use the copy, and looks who still uses the source. */
export function clientsSteps(unit: ReindexUnit, cutover: Cutover): readonly StepBlueprint[] {
  const usage = usageOfBoth(unit);
  return [
    noteCopyStep(unit),
    // Approving can take days: an alias that another index has by now would show both.
    ...aliasesFree(unit.index, cutover, { name: 'check-alias-again', isFirst: false }),
    ...addAliases(unit, cutover),
    ...aliasesShown(unit.index, cutover, { name: 'check-alias-added', isWaiting: false }),
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
    ...aliasesShown(unit.index, cutover, { name: 'check-alias-shown', isWaiting: false }),
    {
      kind: 'check',
      name: 'check-usage',
      title: 'clients use the copy, and none the source',
      ...usage,
      check: 'usage-moved',
      expect: { source: noted('source_searches'), copy: noted('copy_searches') },
    },
  ];
}

const noted = (name: string): Reference => new Reference(['steps', NOTE_USAGE, 'outputs', name]);

function gateStep({ freezes }: Cutover): StepBlueprint {
  const state = freezes
    ? 'The source refuses writes, and the copy has everything.'
    : 'The copy has everything that was written to the source.';
  return {
    kind: 'gate',
    name: 'confirm-clients',
    title: 'an operator confirms that clients use the copy',
    instruction: `${state} Point all clients to the cluster of the copy, check that they read and write there, then approve. To stop instead, switch back those that have moved, and run \`waybill rollback\`${freezes ? ', which lifts the freeze' : ''}.`,
  };
}
