import type { DatabaseSync } from 'node:sqlite';
import type { StoredSnapshot } from '../checkpoint-store.ts';

import type { JournalChain } from '../journal-chain.ts';
import { SQLITE_SNAPSHOT_TABLE } from './sqlite-schema.ts';

/** Within the writer's transaction. Nothing is kept unless the snapshot ends where a commit does. */
export function saveSqliteSnapshot(database: DatabaseSync, chain: JournalChain, { seq, body }: StoredSnapshot): void {
  const commit = commitAt(database, seq);
  if (commit === undefined) return;
  database.exec(SQLITE_SNAPSHOT_TABLE);
  const mac = chain.snapshot({ seq, chain: commit, body });
  database.prepare('INSERT OR REPLACE INTO snapshot (id, seq, body, mac) VALUES (1, ?, ?, ?)').run(seq, body, mac);
}

/**
 * The snapshot, if every bit of it is as written and the journal still has the commit that it belongs to. Whatever else is
 * found is none: the journal tells everything again.
 */
export function readSqliteSnapshot(database: DatabaseSync, chain: JournalChain): StoredSnapshot | undefined {
  try {
    const row = database.prepare('SELECT seq, body, mac FROM snapshot').get();
    if (row === undefined) return undefined;
    const [seq, body] = [Number(row['seq']), String(row['body'])];
    const commit = commitAt(database, seq);
    if (commit === undefined || row['mac'] !== chain.snapshot({ seq, chain: commit, body })) return undefined;
    return { seq, body };
  } catch {
    return undefined;
  }
}

/** The digest of the commit that ends with a record. */
function commitAt(database: DatabaseSync, seq: number): string | undefined {
  const row = database.prepare('SELECT journal.chain, last_seq FROM journal, state WHERE seq = ?').get(seq);
  const chain = row?.['chain'];
  return typeof chain === 'string' && seq <= Number(row?.['last_seq']) ? chain : undefined;
}
