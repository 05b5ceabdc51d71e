import type { Json } from '@waybill/core';
import { type Fields, fieldsOf } from '@waybill/provider-kit';
import type { CountKeysResponse } from '../generated/answers.generated.ts';

export interface KeyCount {
  readonly keys: number;
  /** Those that do not expire. */
  readonly persistent: number;
}

/** By number of the database. */
export function databasesOf(rows: readonly Fields<object>[]): ReadonlyMap<number, KeyCount> {
  return new Map(
    rows.map((row) => {
      const { database, keys, expires } = row as Readonly<Record<string, Json>>;
      return [Number(database), { keys: Number(keys), persistent: Number(keys) - Number(expires) }];
    }),
  );
}

/** `databases`: those that are compared; all where it is no list. */
export function wantedIn(database: number, databases: Json | undefined): boolean {
  return !Array.isArray(databases) || databases.includes(database);
}

/** Whether a server has said how many keys it has: without a word of it, it may have any number. */
export function isCounted(response: Json | undefined): boolean {
  return fieldsOf<CountKeysResponse>(response).counted !== false;
}

/** Whether databases of which a server has said nothing may have keys all the same. */
export function isPartial(response: Json | undefined): boolean {
  return fieldsOf<CountKeysResponse>(response).partial === true;
}
