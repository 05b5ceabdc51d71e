import { Reference, type StepBlueprint } from '@waybill/core';
import { ALIAS_OPTIONS } from '../checks/alias-checks.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** Moves the alias from the source to the copy in one call, when an operator allows it. None without `cutover`. */
export function cutoverSteps({ cutover, source, index }: ReindexUnit): readonly StepBlueprint[] {
  if (cutover === undefined) return [];
  const { alias, hasGate } = cutover;
  const options = Object.fromEntries(
    ALIAS_OPTIONS.map((option) => [option, new Reference(['steps', 'check-alias', 'outputs', option])]),
  );
  return [
    {
      kind: 'check',
      name: 'check-alias',
      title: 'the alias shows the source alone',
      operation: 'GetAlias',
      arguments: { name: alias },
      check: 'alias-ready',
      expect: { index: source.index },
    },
    ...(hasGate ? [gateStep] : []),
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
      arguments: { name: alias },
      check: 'alias-moved',
      expect: { index },
    },
  ];
}

const gateStep: StepBlueprint = {
  kind: 'gate',
  name: 'approve-cutover',
  title: 'an operator allows the cut-over',
  instruction:
    'Make sure that nobody writes to the source any more, or that what is written may be missing, and that the copy was looked at. Then the alias moves.',
};
