import { isDeepStrictEqual } from 'node:util';
import { type Check, type CheckFinding, isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { GetAliasResponse, GetIndexResponse } from '../generated/answers.generated.ts';

/** What an alias can have beside its name, as it is shown and as it is added. */
export const ALIAS_OPTIONS = ['filter', 'index_routing', 'search_routing', 'is_write_index', 'is_hidden'] as const;

/**
 * The alias shows the index and nothing else, so that moving it loses nothing. `isRollback`: nothing of the plan is at fault.
 * `source`: of a rollback, where the alias is to go, and may be by now.
 */
export const aliasReady: Check = {
  judge: (response, { name }, expected) => {
    const holders = holdersIn(response);
    const wanted = [expected['index'], expected['source']].map(textOf).filter((index) => index !== undefined);
    const [only = ''] = holders;
    const alias = `Alias ${textOf(name) ?? ''}`;
    if (holders.length === 1 && wanted.includes(only))
      return { kind: 'passed', detail: `${alias} points only to ${only}.` };
    return {
      kind: 'failed',
      detail: `${alias} points to ${holders.join(', ')}, not only to ${wanted[0] ?? ''}.`,
      hint:
        expected['isRollback'] === true
          ? `Another client has moved it: make it point only to ${wanted.join(' or ')}, and run the same command again.`
          : 'Name the alias that clients of this index use, or leave cutover out and move the alias by hand.',
    };
  },
  judgeNotFound: ({ name }, { index, source, isRollback }) => ({
    kind: 'failed',
    detail: `There is no alias ${textOf(name) ?? ''}.`,
    hint: isRollback === true ? takenAway(textOf(source ?? index) ?? '') : 'Correct cutover.alias.',
  }),
  // The alias is made again with all that it has.
  outputs: Object.fromEntries(ALIAS_OPTIONS.map((option) => [option, `/response/indices/0/options/${option}`])),
};

function takenAway(index: string): string {
  return `Another client has removed it, or deleted the index behind it: add it to ${index}, with the filter and routing that it had, and run the same command again.`;
}

/** Whether the alias is on the copy, from which it is taken away. Fails nothing: where it is gone, nothing has to be taken away. */
export const aliasOnCopy: Check = {
  judge: (response, { name }, { index }) => {
    const holders = holdersIn(response);
    const alias = `Alias ${textOf(name) ?? ''}`;
    const copy = textOf(index) ?? '';
    const others = holders.filter((holder) => holder !== copy);
    const stays = others.length === 0 ? '' : ` It is removed from ${copy}, and stays on ${others.join(', ')}.`;
    if (holders.includes(copy)) return { kind: 'passed', detail: `${alias} points to ${holders.join(', ')}.${stays}` };
    return {
      kind: 'warning',
      detail: `${alias} points to ${holders.join(', ')}, not to ${copy}: another client has moved it, and it stays as it is.`,
      hint: 'Find out who uses it: clients of this unit go back to the source.',
    };
  },
  judgeNotFound: ({ name }, { index }) => ({
    kind: 'warning',
    detail: `There is no alias ${textOf(name) ?? ''} any more: nothing has to be removed from ${textOf(index) ?? ''}.`,
    hint: 'Clients that still use it get errors: point them to the source.',
  }),
};

/**
 * Nothing but perhaps the copy has the alias, so that clients see no other documents through it, and no index has its name.
 * `is_first`: not even the copy.
 */
export const aliasFree: Check = {
  judge: (response, { index }, expected) => {
    const alias = textOf(index) ?? '';
    const shown = rowsOf<{ name?: string }>(fieldsOf<GetIndexResponse>(response).indices);
    const copy = textOf(expected['index']) ?? '';
    const names = shown.map(({ name }) => textOf(name) ?? '');
    if (expected['is_first'] === true && names.includes(copy)) return inUse(alias, copy);
    const others = names.filter((name) => name !== copy);
    if (others.length === 0) return { kind: 'passed', detail: `Alias ${alias} is free.` };
    if (others.includes(alias))
      return {
        kind: 'failed',
        detail: `${alias} is an index on the cluster of the copy, and no alias can have its name.`,
        hint: 'Leave the alias out of cutover.aliases. If clients are to use this name, reindex that index there under another name first.',
      };
    return {
      kind: 'failed',
      detail: `Alias ${alias} points to ${others.join(', ')} on the cluster of the copy.`,
      hint: 'Remove it there, or leave it out of cutover.aliases and move it by hand.',
    };
  },
  judgeNotFound: ({ index }) => ({ kind: 'passed', detail: `Alias ${textOf(index) ?? ''} is free.` }),
};

/** Before anything is copied only an earlier attempt can have led clients to the copy. */
function inUse(alias: string, copy: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `Alias ${alias} already points to ${copy}: clients may use the copy, and starting over would delete what they have written to it.`,
    hint: 'Switch clients back first with `waybill rollback`, or remove the alias if none of them uses it.',
  };
}

/**
 * The alias shows the index and nothing else, now that it was moved there or given to it. `options`: what it had before it
 * moved; absent of one that is new. `isWaiting`: clients are still led over. `isRollback`: they are led back.
 */
export const aliasMoved: Check = {
  judge: (response, { name }, expected) => {
    const holders = holdersIn(response);
    const index = textOf(expected['index']) ?? '';
    const alias = `Alias ${textOf(name) ?? ''} points to`;
    if (holders.length !== 1 || holders[0] !== index)
      return failed(`${alias} ${holders.join(', ')}, not only to ${index}.`, changedBy(expected));
    const changed = optionsChanged(response, expected['options']);
    if (changed.length === 0) return { kind: 'passed', detail: `${alias} ${index}.` };
    return failed(`${alias} ${index}, but not as before: ${changed.join(', ')} changed.`, optionsLost(expected));
  },
  judgeNotFound: ({ name }, expected) => ({
    kind: 'failed',
    detail: `There is no alias ${textOf(name) ?? ''} any more.`,
    hint: changedBy(expected),
  }),
};

function failed(detail: string, hint: string): CheckFinding {
  return { kind: 'failed', detail, hint };
}

/** Names of what an alias has otherwise now. */
function optionsChanged(response: Json, before: Json | undefined): readonly string[] {
  if (!isJsonObject(before)) return [];
  const [row] = rowsOf<{ options?: unknown }>(fieldsOf<GetAliasResponse>(response).indices);
  const now = objectOf(row?.options);
  return ALIAS_OPTIONS.filter((option) => !isDeepStrictEqual(before[option] ?? null, now[option] ?? null));
}

function optionsLost({ isRollback }: JsonObject): string {
  const again =
    isRollback === true
      ? 'Then run the same command again.'
      : 'Then retry the unit, or count it as done with `waybill accept`.';
  return `Another client changed it while it was moved. Check that clients see what they should, and restore what the alias lacks. ${again}`;
}

function changedBy({ index, isWaiting, isRollback }: JsonObject): string {
  const mended = `Another client has changed it: make it point only to ${textOf(index) ?? ''}`;
  if (isRollback === true) return `${mended}, and run the same command again.`;
  const again = isWaiting === true ? 'run the same command again' : 'retry the unit';
  return `${mended}, and ${again}; or switch clients back with \`waybill rollback\`.`;
}

function holdersIn(response: Json): readonly string[] {
  const rows = rowsOf<{ name?: string }>(fieldsOf<GetAliasResponse>(response).indices);
  return rows.map(({ name }) => textOf(name)).filter((name) => name !== undefined);
}
