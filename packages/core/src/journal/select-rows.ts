import type { DatabaseSync } from 'node:sqlite';
import type { StoredRow } from './verify-journal.ts';

/** The next rows after one, at most `limit` of them. */
export type SelectRows = (afterSeq: number, limit: number) => readonly StoredRow[];

type Values = readonly [
  seq: number,
  rid: string,
  epoch: number,
  t: number,
  kind: string,
  step: string | null,
  body: string,
  chain: string | null,
];

/**
 * Prepares the reading of the journal in order. SQLite's rows come as arrays and become objects here: those that
 * `node:sqlite` builds are hash tables, whose fields take so long to read that a long journal took twice as long with them.
 * Format 1 had no digests.
 */
export function selectRows(database: DatabaseSync, format: number): SelectRows {
  const chain = format < 2 ? 'NULL' : 'chain';
  const select = database.prepare(
    `SELECT seq, rid, epoch, t, kind, step, body, ${chain} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  select.setReturnArrays(true);
  return (afterSeq, limit) => (select.all(afterSeq, limit) as unknown as readonly Values[]).map(toRow);
}

function toRow([seq, rid, epoch, t, kind, step, body, chain]: Values): StoredRow {
  return { seq, rid, epoch, t, kind, step, body, chain };
}
