import type { Check, Json } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import type { ListTasksResponse } from '../generated/answers.generated.ts';
import { matchesPattern } from './matches-pattern.ts';

/** Users that are named; the others are counted. */
const MOST_NAMED = 5;

/**
 * Names who reads or writes documents of an index at this moment: by the `X-Opaque-Id` of a request where its sender gives
 * one. Of requests that have ended a cluster keeps nothing. `aliases`: by which they may come.
 */
export const usersNamed: Check = {
  judge: (response, _args, { index, aliases }) => {
    const names = new Set([textOf(index) ?? '', ...textsOf(aliases)]);
    const requests = rowsOf<TaskFields>(fieldsOf<ListTasksResponse>(response).tasks).filter((task) =>
      isOn(names, task),
    );
    const [name = ''] = names;
    if (requests.length === 0) return { kind: 'passed', detail: `No request to the source ${name} is in progress.` };
    return {
      kind: 'warning',
      detail: `The source ${name} is in use: ${describeUsers(requests)}.`,
      hint: 'Point them to the copy.',
    };
  },
};

type TaskFields = { readonly action?: string; readonly description?: string; readonly headers?: object };
type Row = Readonly<Record<string, Json | undefined>>;

/**
 * Requests name indices as they were sent: with patterns, `-` for what they leave out, and nothing or `_all` for all of them.
 * Parts of a request are tasks of shards, which name no index so.
 */
function isOn(names: ReadonlySet<string>, { description }: Row): boolean {
  const [, list] = /indices\[([^\]]*)\]/.exec(textOf(description) ?? '') ?? [];
  if (list === undefined) return false;
  const patterns = list.split(',').map((name) => name.trim());
  const isMeant = (name: string, pattern: string): boolean =>
    pattern === '' || pattern === '_all' || matchesPattern(name, pattern);
  return [...names].some(
    (name) => patterns.some((pattern) => isMeant(name, pattern)) && !patterns.some((pattern) => pattern === `-${name}`),
  );
}

/** `2 × search by shop-frontend, 1 × bulk without an X-Opaque-Id`. */
function describeUsers(requests: readonly Row[]): string {
  const groups = Map.groupBy(requests, describeUser);
  const shown = [...groups].slice(0, MOST_NAMED).map(([user, { length }]) => `${length} × ${user}`);
  const more = groups.size > MOST_NAMED ? `, and ${groups.size - MOST_NAMED} others` : '';
  return `${shown.join(', ')}${more}`;
}

function describeUser({ action, headers }: Row): string {
  const what = (textOf(action) ?? '').split('/').at(-1) ?? '';
  const id = textOf(objectOf(headers)['X-Opaque-Id']);
  return `${what} ${id === undefined ? 'without an X-Opaque-Id' : `by ${id}`}`;
}
