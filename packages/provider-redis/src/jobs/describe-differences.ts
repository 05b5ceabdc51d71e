import type { JobDefinition, Json, SliceResult } from '@waybill/core';
import { rowsOf, textOf } from '@waybill/provider-kit';
import type { DifferenceKind } from './look.ts';

/** As the result of a slice names it. */
export interface NamedKey {
  readonly what: DifferenceKind;
  readonly key: string;
  readonly database: number;
  readonly isMoving: boolean;
}

export const KINDS: readonly (readonly [what: DifferenceKind, words: string])[] = [
  ['missing', 'missing in the target'],
  ['extra', 'only in the target'],
  ['changed', 'with a different value'],
  ['expiry', 'with a different expiry'],
];

/** Of each kind, in the sentence that an operator reads; the journal has more. */
const MOST_SHOWN = 5;

export function namedIn(results: readonly SliceResult[]): readonly NamedKey[] {
  const all = results.flatMap(({ result }) => rowsOf<{ [name: string]: Json }>(result['named'] ?? null).map(keyIn));
  const distinct = new Map(all.map((each) => [JSON.stringify([each.database, each.what, each.key]), each]));
  return [...distinct].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each);
}

/** As the engine gives them to users: a key, its database, and no value. */
export const differencesIn: NonNullable<JobDefinition['differencesIn']> = (results) =>
  namedIn(results).map(({ what, key, database, isMoving }) => ({
    what,
    id: key,
    details: { database: String(database), ...(isMoving ? { still: 'being written' } : {}) },
  }));

/** All of them: of each slice only the first ones are named. */
export const differenceCount: NonNullable<JobDefinition['differenceCount']> = (results) =>
  results.reduce((sum, { result }) => sum + KINDS.reduce((own, [kind]) => own + Number(result[kind] ?? 0), 0), 0);

/** For people: how much differs, and the first keys of each kind. */
export function describeDifferences(
  counts: Readonly<Record<DifferenceKind, number>>,
  named: readonly NamedKey[],
): string {
  const parts = KINDS.filter(([kind]) => counts[kind] > 0).map(
    ([kind, words]) => `${counts[kind]} ${words} (${keysOf(kind, counts[kind], named)})`,
  );
  return `Source and target differ: ${parts.join('; ')}.`;
}

function keysOf(kind: DifferenceKind, count: number, named: readonly NamedKey[]): string {
  const shown = named.filter(({ what }) => what === kind).slice(0, MOST_SHOWN);
  const keys = shown.map(({ key, database }) => (database === 0 ? key : `${key} in database ${database}`));
  return [...keys, ...(count > shown.length ? ['…'] : [])].join(', ');
}

function keyIn(row: Readonly<Record<string, unknown>>): NamedKey {
  const { what, key, database, moving } = row as Readonly<Record<string, Json>>;
  return {
    what: KINDS.find(([kind]) => kind === what)?.[0] ?? 'changed',
    key: textOf(key) ?? '',
    database: Number(database),
    isMoving: moving === true,
  };
}
