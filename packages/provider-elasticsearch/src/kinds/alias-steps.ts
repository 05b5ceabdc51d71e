import { type CheckBlueprint, Reference, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { ALIAS_OPTIONS } from '../checks/alias-checks.ts';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { ofSource } from './sides.ts';

/** Nothing else on the target has an alias that the copy gets. `isFirst`: before anything is made, not even the copy. */
export function aliasesFree(
  index: Value,
  { aliases }: Cutover,
  { name, isFirst }: { readonly name: string; readonly isFirst: boolean },
): readonly StepBlueprint[] {
  return aliases.map((alias, at) => ({
    kind: 'check',
    name: nameAt(name, at),
    title: 'the alias is free on the cluster of the copy',
    operation: 'GetIndex',
    arguments: { index: alias },
    check: 'alias-free',
    expect: { index, ...(isFirst ? { is_first: true } : {}) },
  }));
}

export function addAliases({ index }: ReindexUnit, { aliases }: Cutover): readonly StepBlueprint[] {
  if (aliases.length === 0) return [];
  return [
    {
      kind: 'call',
      name: 'add-aliases',
      title: 'give the copy its aliases',
      beginsCutover: true,
      operation: 'UpdateAliases',
      arguments: { actions: aliases.map((alias) => ({ add: { index, alias, like: ofSource('aliases') } })) },
    },
  ];
}

/**
 * The copy alone has each alias that it was given. Adding one takes it from nobody: an index that another client gave it to
 * meanwhile is read and written beside the copy. `isWaiting`: clients are still led over.
 */
export function aliasesShown(
  index: Value,
  { aliases }: Cutover,
  { name, isWaiting }: { readonly name: string; readonly isWaiting: boolean },
): readonly CheckBlueprint[] {
  return aliases.map((alias, at) => ({
    kind: 'check',
    name: nameAt(name, at),
    title: 'the alias points only to the copy',
    operation: 'GetAlias',
    arguments: { name: alias },
    check: 'alias-moved',
    expect: { index, ...(isWaiting ? { isWaiting } : {}) },
  }));
}

/** What an alias has beside its name, as a check of it saw it. */
export function optionsSeenBy(check: string): ValueObject {
  return Object.fromEntries(
    ALIAS_OPTIONS.map((option) => [option, new Reference(['steps', check, 'outputs', option])]),
  );
}

function nameAt(name: string, at: number): string {
  return at === 0 ? name : `${name}-${at + 1}`;
}
