import type { Json, JsonObject, LostCall, ReadCall } from '@waybill/core';
import { fieldsOf, type Look, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { GetAliasResponse } from '../generated/answers.generated.ts';
import { readIfThere } from './read-if-there.ts';

interface Action {
  readonly isAdded: boolean;
  readonly index: string;
  readonly alias: string;
}

/**
 * Whether the aliases are what a lost UpdateAliases makes of them. The call is atomic: anything else than its outcome means
 * that it did not happen, and doing it again does the same as once, or is refused where an alias is not where it has to be.
 */
export async function inspectAliases({ arguments: args }: LostCall, read: ReadCall): Promise<Look> {
  const actions = actionsIn(args['actions']);
  const names = [...new Set(actions.map(({ alias }) => alias))];
  const holders = new Map(await Promise.all(names.map(async (name) => [name, await indicesOf(name, read)] as const)));
  const open = actions.find(({ index, alias, isAdded }) => (holders.get(alias)?.has(index) ?? false) !== isAdded);
  if (open === undefined) {
    const evidence = 'Every alias is as the call sets it.';
    return { kind: 'settled', result: { kind: 'happened', response: { acknowledged: true }, evidence } };
  }
  const evidence = `Alias ${open.alias} is ${open.isAdded ? 'not on' : 'still on'} ${open.index}.`;
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence } };
}

export function actionsIn(value: Json | undefined): readonly Action[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  return list.flatMap((entry) => {
    const { add, remove } = objectOf(entry);
    const named = objectOf(add ?? remove);
    const [index, alias] = [textOf(named['index']), textOf(named['alias'])];
    return index === undefined || alias === undefined ? [] : [{ isAdded: add !== undefined, index, alias }];
  });
}

/** The indices that an alias shows; none where there is no such alias. */
async function indicesOf(alias: string, read: ReadCall): Promise<ReadonlySet<string>> {
  const answer = await readIfThere(read, 'GetAlias', { name: alias });
  const rows = rowsOf<JsonObject>(fieldsOf<GetAliasResponse>(answer).indices);
  return new Set(rows.map((row) => textOf((row as JsonObject)['name'])).filter((name) => name !== undefined));
}
