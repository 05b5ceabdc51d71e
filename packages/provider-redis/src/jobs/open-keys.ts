import type { Json } from '@waybill/core';
import { objectOf, rowsOf, textsOf } from '@waybill/provider-kit';

/** Keys of one database, a text of each standing for its bytes. */
export interface OpenKeys {
  readonly database: number;
  readonly keys: readonly string[];
}

/** What a comparison has left open: keys that differed at some time, because they were being written. */
export interface LeftOpen {
  readonly databases: readonly OpenKeys[];
  /** More of them, which are not kept. */
  readonly others: number;
}

/** Of all slices together: it is a part of a step's outputs. */
const MOST_BYTES = 65_536;

/** Bytes that a key takes as JSON, with its comma. */
export function keyBytes(key: string): number {
  return Buffer.byteLength(JSON.stringify(key)) + 1;
}

/** As many as fit. */
export function fittingKeys(keys: Iterable<string>, mostBytes: number): readonly string[] {
  const fitting: string[] = [];
  let bytes = 0;
  for (const key of keys) {
    const own = keyBytes(key);
    if (bytes + own > mostBytes) continue;
    fitting.push(key);
    bytes += own;
  }
  return fitting;
}

/** From the results of slices. */
export function leftOpenIn(
  results: readonly { readonly database: number; readonly open: Json | undefined }[],
): LeftOpen {
  const byDatabase = new Map<number, Set<string>>();
  let [bytes, others] = [0, 0];
  for (const { database, open } of results) {
    const { keys, others: more } = objectOf(open ?? null);
    others += Number(more ?? 0);
    const known = byDatabase.get(database) ?? new Set();
    for (const key of textsOf(keys ?? null)) {
      if (known.has(key)) continue;
      const own = keyBytes(key);
      if (bytes + own > MOST_BYTES) {
        others += 1;
        continue;
      }
      known.add(key);
      bytes += own;
    }
    if (known.size > 0) byDatabase.set(database, known);
  }
  return { databases: [...byDatabase].map(([database, keys]) => ({ database, keys: [...keys] })), others };
}

/** As a step keeps it. Undefined: by an earlier version, which kept nothing. */
export function parseLeftOpen(kept: Json | undefined): LeftOpen | undefined {
  const { databases, others } = objectOf(kept ?? null);
  if (!Array.isArray(databases)) return undefined;
  const rows = rowsOf<{ database?: Json; keys?: Json }>(databases);
  return {
    databases: rows.map(({ database, keys }) => ({ database: Number(database), keys: textsOf(keys ?? null) })),
    others: Number(others ?? 0),
  };
}
