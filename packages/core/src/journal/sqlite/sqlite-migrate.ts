import type { DatabaseSync } from 'node:sqlite';
import type { StateHeader } from '../checkpoint-store.ts';
import { JournalChain } from '../journal-chain.ts';
import { selectRows } from '../select-rows.ts';
import { SQLITE_SCHEMA_CHANGES_TO_2 } from './sqlite-schema.ts';

/** So many rows share a digest, so that reading them never holds more. */
const ROWS_PER_DIGEST = 1_000;

/**
 * Brings a state of format 1 to format 2 in one transaction: the journal as it is gets its digests. Only under the writer's
 * lock: a process that writes format 1 would leave rows without them.
 */
export function migrateTo2(database: DatabaseSync, header: StateHeader): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(SQLITE_SCHEMA_CHANGES_TO_2);
    const chain = new JournalChain(header.digestKey);
    const mac = chain.header(header);
    const head = chainRows(database, chain, mac);
    database.prepare('UPDATE state SET mac = ?, last_seq = ?, chain = ?').run(mac, head.seq, head.chain);
    database.exec('PRAGMA user_version = 2; COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function chainRows(database: DatabaseSync, chain: JournalChain, start: string): { seq: number; chain: string } {
  const select = selectRows(database, 2);
  const update = database.prepare('UPDATE journal SET chain = ? WHERE seq = ?');
  let head = { seq: 0, chain: start };
  for (;;) {
    const rows = select(head.seq, ROWS_PER_DIGEST);
    const last = rows.at(-1);
    if (last === undefined) return head;
    head = { seq: last.seq, chain: chain.commit(head.chain, rows) };
    update.run(head.chain, head.seq);
  }
}
