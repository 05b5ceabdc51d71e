import { createHash, type Hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { StoredSnapshot } from '../checkpoint-store.ts';
import type { JournalChain } from '../journal-chain.ts';
import { SQLITE_SNAPSHOT_TABLES } from './sqlite-schema.ts';

/**
 * Writes a snapshot part by part beside the one that is there, which stays until `end`. Each method belongs into a
 * transaction of the writer's; between them anything may be recorded. Parts of one that came to no end are nobody's, and
 * the next one removes them.
 */
export class SqliteSnapshotWriter {
  readonly #database: DatabaseSync;
  readonly #chain: JournalChain;
  readonly #seq: number;
  readonly #hash: Hash = createHash('sha256');
  #generation = 0;
  #partCount = 0;

  constructor(database: DatabaseSync, chain: JournalChain, seq: number) {
    this.#database = database;
    this.#chain = chain;
    this.#seq = seq;
  }

  /** False, and nothing is to be written, unless the snapshot ends where a commit does. */
  begin(): boolean {
    if (commitAt(this.#database, this.#seq) === undefined) return false;
    this.#database.exec(SQLITE_SNAPSHOT_TABLES);
    const last =
      'SELECT max(generation) AS last FROM (SELECT generation FROM snapshot_part UNION ALL SELECT generation FROM snapshot_head)';
    this.#generation = Number(this.#database.prepare(last).get()?.['last'] ?? 0) + 1;
    return true;
  }

  add(body: string): void {
    this.#hash.update(body);
    this.#partCount += 1;
    const insert = 'INSERT INTO snapshot_part (generation, part, body) VALUES (?, ?, ?)';
    this.#database.prepare(insert).run(this.#generation, this.#partCount, body);
  }

  /** From now on it is the one that is read. */
  end(): void {
    const chain = commitAt(this.#database, this.#seq);
    if (chain === undefined) return;
    const mac = this.#chain.snapshot({ seq: this.#seq, chain, bodyHash: this.#hash.digest('hex') });
    const replace = 'INSERT OR REPLACE INTO snapshot_head (id, seq, generation, mac) VALUES (1, ?, ?, ?)';
    this.#database.prepare(replace).run(this.#seq, this.#generation, mac);
  }

  /** One part of another one. False when there is none. */
  removeOld(): boolean {
    const remove =
      'DELETE FROM snapshot_part WHERE rowid = (SELECT rowid FROM snapshot_part WHERE generation <> ? LIMIT 1)';
    return Number(this.#database.prepare(remove).run(this.#generation).changes) > 0;
  }
}

/**
 * The snapshot, if every bit of it is as written and the journal still has the commit that it belongs to. Whatever else is
 * found is none: the journal tells everything again.
 */
export function readSqliteSnapshot(database: DatabaseSync, chain: JournalChain): StoredSnapshot | undefined {
  try {
    // In one statement: a writer may be replacing it.
    const select = 'SELECT seq, mac, body FROM snapshot_head JOIN snapshot_part USING (generation) ORDER BY part';
    const rows = database.prepare(select).all();
    const [first] = rows;
    if (first === undefined) return undefined;
    const [seq, body] = [Number(first['seq']), rows.map((row) => String(row['body'])).join('')];
    const commit = commitAt(database, seq);
    if (commit === undefined) return undefined;
    const bodyHash = createHash('sha256').update(body).digest('hex');
    return first['mac'] === chain.snapshot({ seq, chain: commit, bodyHash }) ? { seq, body } : undefined;
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
