import { Reference, type StepBlueprint, type Value } from '@waybill/core';
import { ALIAS_OPTIONS } from '../checks/alias-checks.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** Before anything is made: the alias shows the source alone. None without `cutover`. */
export function aliasChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  return unit.cutover === undefined ? [] : [aliasCheck(unit, unit.cutover.alias, 'check-alias')];
}

/** Moves the alias from the source to the copy in one call, when an operator allows it. None without `cutover`. */
export function cutoverSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const { cutover, source, index } = unit;
  if (cutover === undefined) return [];
  const { alias, hasGate } = cutover;
  const options = Object.fromEntries(
    ALIAS_OPTIONS.map((option) => [option, new Reference(['steps', 'check-alias-again', 'outputs', option])]),
  );
  return [
    ...(hasGate ? [gateStep] : []),
    // Approving can take days: what the alias is now is what moves.
    aliasCheck(unit, alias, 'check-alias-again'),
    {
      kind: 'call',
      name: 'switch',
      title: 'move the alias to the copy',
      operation: 'UpdateAliases',
      arguments: {
        actions: [{ remove: { index: source.index, alias } }, { add: { index, alias, ...options } }],
      },
    },
    {
      kind: 'check',
      name: 'check-switched',
      title: 'the alias shows the copy',
      operation: 'GetAlias',
      // With its default written out the question is another one than before the switch: answers are shared for some seconds.
      arguments: { name: alias, ignore_unavailable: false },
      check: 'alias-moved',
      expect: { index },
    },
  ];
}

function aliasCheck({ source }: ReindexUnit, alias: Value, name: string): StepBlueprint {
  return {
    kind: 'check',
    name,
    title: 'the alias shows the source alone',
    operation: 'GetAlias',
    arguments: { name: alias },
    check: 'alias-ready',
    expect: { index: source.index },
  };
}

const gateStep: StepBlueprint = {
  kind: 'gate',
  name: 'approve-cutover',
  title: 'an operator allows the cut-over',
  instruction:
    'Make sure that nobody writes to the source any more, or that what is written may be missing, and that the copy was looked at. Then the alias moves.',
};
