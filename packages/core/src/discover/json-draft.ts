import { isDeepStrictEqual } from 'node:util';
import type { InventoryRow } from '../plan/inventory/inventory-table.ts';
import { isJsonObject, type Json } from '../value/value.ts';
import type { InventoryDraft } from './inventory-draft.ts';

/** Of a JSON file, which has no comments: it is printed anew. */
export function jsonDraft(text: string, rows: readonly InventoryRow[]): InventoryDraft {
  const isMap = rows.length > 0 && rows.every(({ key }) => key !== undefined);
  const fields = rows.map(({ value }) => new Map(Object.entries(isJsonObject(value) ? value : {})));
  const keys = rows.map(({ key = '' }) => key);
  const removed = new Set<number>();
  return {
    shows: (row, column, value) => isDeepStrictEqual(fields[row]?.get(column), value),
    set: (row, column, value) => {
      if (value === undefined) fields[row]?.delete(column);
      else fields[row]?.set(column, value);
    },
    remove: (row) => removed.add(row),
    add: (key, row) => {
      keys.push(key);
      fields.push(new Map(Object.entries(row)));
    },
    print: () => {
      const kept = fields.flatMap((row, at) => (removed.has(at) ? [] : [[keys[at] ?? '', toObject(row)] as const]));
      const value = isMap ? Object.fromEntries(kept) : kept.map(([, row]) => row);
      const indent = /^[[{]\n( +|\t)/.exec(text)?.[1] ?? '  ';
      return `${JSON.stringify(value, null, indent)}\n`;
    },
  };
}

function toObject(row: ReadonlyMap<string, Json>): { readonly [name: string]: Json } {
  return Object.fromEntries(row);
}
