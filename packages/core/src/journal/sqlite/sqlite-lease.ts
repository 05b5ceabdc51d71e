import { closeSync, fdatasync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { assertInvariant } from '../../errors.ts';
import type { SnapshotDraft } from '../checkpoint-store.ts';
import { type InboxRequest, type Lease, LeaseLostError, type StoredRequest } from '../checkpoint-store.ts';
import { damagedState } from '../damage.ts';
import type { ChainedRow, JournalChain } from '../journal-chain.ts';
import { FIRST_JOURNAL_VERSION, type NewRecord, versionOfRecord } from '../record.ts';
import type { JournalHead } from '../verify-journal.ts';
import { SqliteFile } from './sqlite-file.ts';
import { asStateError } from './sqlite-result.ts';
import { SqliteSnapshotWriter } from './sqlite-snapshot.ts';

const syncData = promisify(fdatasync);

/** A disk syncs nearly three times as often when three syncs need not wait for each other. */
const COMMITS_AT_ONCE = 3;
/** `wasJustHeld` may be as old, by both clocks. */
const JUST_MS = 1;
/** One more, for messages that are dropped. Node's pool has as many threads. */
const SYNCS_AT_ONCE = COMMITS_AT_ONCE + 1;

/**
 * Writes the journal over a connection of its own. A commit is two things: SQLite appends the transaction to its
 * write-ahead log, which takes microseconds, and the log is synced, which takes as long as the disk takes. With
 * `synchronous=FULL` SQLite does both, and everything else in the process stands still meanwhile. Here SQLite does the
 * first (`NORMAL`) and a thread of Node's pool the second: a sync makes durable whatever was in the file when it began,
 * through whichever handle it came there. Nothing counts as written before that.
 */
export class SqliteLease implements Lease {
  readonly epoch: number;
  readonly commitsAtOnce: number = COMMITS_AT_ONCE;
  readonly #parts: SqliteLeaseParts;
  readonly #database: DatabaseSync;
  readonly #log: SyncedFile;
  readonly #logFile: SqliteFile;
  /** When it was last found to be held, unless it was found to be lost since. A commit finds it, too. */
  #heldAt: Moment = NEVER;
  /** The main file shows that this lease has written. */
  #isBegun = false;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #state: StatementSync;
  readonly #currentEpoch: StatementSync;
  readonly #endCommit: StatementSync;
  readonly #moveHead: StatementSync;

  static open(parts: SqliteLeaseParts): SqliteLease {
    const database = new DatabaseSync(parts.path, { timeout: 5_000 });
    try {
      database.exec('PRAGMA synchronous = NORMAL');
      return new SqliteLease(parts, database, new SyncedFile(`${parts.path}-wal`));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private constructor(parts: SqliteLeaseParts, database: DatabaseSync, log: SyncedFile) {
    this.epoch = parts.epoch;
    this.#parts = parts;
    this.#database = database;
    this.#log = log;
    this.#logFile = new SqliteFile(`${parts.path}-wal`);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insert = database.prepare(
      'INSERT INTO journal (seq, rid, epoch, t, kind, step, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rid) DO NOTHING',
    );
    this.#state = database.prepare('SELECT epoch, last_seq, chain FROM state');
    this.#currentEpoch = database.prepare('SELECT epoch FROM state');
    this.#endCommit = database.prepare('UPDATE journal SET chain = ? WHERE seq = ?');
    this.#moveHead = database.prepare('UPDATE state SET last_seq = ?, chain = ?');
  }

  get wasJustHeld(): boolean {
    // The time before the question: the answer is as old as that.
    const now = bothClocks();
    if (isJust(this.#heldAt, now)) return true;
    const { isHeld } = this;
    this.#heldAt = isHeld ? now : NEVER;
    return isHeld;
  }

  /** One turn of the loop takes in every answer that has arrived. */
  async gather(): Promise<void> {
    await nextTurn();
  }

  get isHeld(): boolean {
    try {
      return (
        this.#parts.file.isInPlace &&
        this.#logFile.isInPlace &&
        Number(this.#currentEpoch.get()?.['epoch']) === this.epoch
      );
    } catch {
      return false;
    }
  }

  async append(records: readonly NewRecord[]): Promise<void> {
    try {
      this.#write(records);
      await this.#log.sync();
      if (!this.#isBegun) this.#isBegun = this.#foldLog();
    } catch (error) {
      throw asStateError(error, this.#parts.path);
    }
  }

  #write(records: readonly NewRecord[]): void {
    this.#begin.run();
    try {
      const before = this.#expectCurrent();
      const rows = this.#insertRows(records, before.seq);
      const last = rows.at(-1);
      if (last !== undefined) {
        const chain = this.#parts.chain.commit(before.chain, rows);
        this.#endCommit.run(chain, last.seq);
        this.#moveHead.run(last.seq, chain);
        this.#raiseVersion(records);
      }
      this.#commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Moves what is written into the main file, synced. Done once the first commit is durable and before it counts as
   * written: from then on a state that lost its log still shows that it was begun. A reader in an old snapshot can hold
   * it up; then the next commit tries again.
   */
  #foldLog(): boolean {
    return Number(this.#database.prepare('PRAGMA wal_checkpoint(FULL)').get()?.['busy']) === 0;
  }

  /** Those that were not there yet. */
  #insertRows(records: readonly NewRecord[], lastSeq: number): readonly ChainedRow[] {
    const rows: ChainedRow[] = [];
    for (const record of records) {
      const { rid, t, ...body } = record;
      const step = 'step' in record ? record.step : null;
      const row = { seq: lastSeq + rows.length + 1, rid, epoch: this.epoch, t, kind: record.kind, step };
      const text = JSON.stringify(body);
      const { changes } = this.#insert.run(row.seq, rid, this.epoch, t, record.kind, step, text);
      if (Number(changes) === 1) rows.push({ ...row, body: text });
    }
    return rows;
  }

  /** In the same transaction: who reads the records has seen the version, and who does not know it reads nothing. */
  #raiseVersion(records: readonly NewRecord[]): void {
    const needed = Math.max(FIRST_JOURNAL_VERSION, ...records.map(versionOfRecord));
    if (needed === FIRST_JOURNAL_VERSION) return;
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (needed > version) this.#database.exec(`PRAGMA user_version = ${needed}`);
  }

  /** The head of the journal. Throws when it is not this process's to move any more. */
  #expectCurrent(): JournalHead {
    const now = bothClocks();
    this.#heldAt = NEVER;
    this.#parts.file.expectInPlace();
    // A log that was deleted is written to as before, and nobody will ever read it.
    this.#logFile.expectInPlace();
    const row = this.#state.get();
    if (Number(row?.['epoch']) !== this.epoch) throw new LeaseLostError(this.#parts.path);
    this.#heldAt = now;
    return { seq: Number(row?.['last_seq']), chain: String(row?.['chain']) };
  }

  async saveSnapshot({ seq, parts }: SnapshotDraft): Promise<void> {
    const writer = new SqliteSnapshotWriter(this.#database, this.#parts.chain, seq);
    if (!this.#transact(() => writer.begin())) return;
    for (const part of parts) {
      this.#transact(() => writer.add(part));
      await nextTurn();
    }
    this.#transact(() => writer.end());
    while (this.#transact(() => writer.removeOld())) await nextTurn();
  }

  #transact<T>(change: () => T): T {
    this.#begin.run();
    try {
      this.#expectCurrent();
      const changed = change();
      this.#commit.run();
      return changed;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw asStateError(error, this.#parts.path);
    }
  }

  async readRequests(): Promise<readonly StoredRequest[]> {
    try {
      this.#expectCurrent();
      const rows = this.#database.prepare('SELECT id, body, mac FROM inbox ORDER BY id').all();
      return rows.map((row) => ({ id: Number(row['id']), request: this.#readRequest(row) }));
    } catch (error) {
      throw asStateError(error, this.#parts.path);
    }
  }

  /** Messages from before format 2 have no digest. */
  #readRequest(row: Readonly<Record<string, unknown>>): InboxRequest {
    const body = String(row['body']);
    const mac = row['mac'] ?? null;
    if (mac !== null && mac !== this.#parts.chain.message(body))
      throw damagedState(this.#parts.path, 'a message does not match its digest');
    return JSON.parse(body) as InboxRequest;
  }

  async dropRequests(ids: readonly number[]): Promise<void> {
    try {
      const remove = this.#database.prepare('DELETE FROM inbox WHERE id = ?');
      for (const id of ids) remove.run(id);
      await this.#log.sync();
    } catch (error) {
      throw asStateError(error, this.#parts.path);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#heldAt = NEVER;
    await this.#log[Symbol.asyncDispose]();
    this.#database.close();
    this.#parts.lock.close();
  }
}

/** In milliseconds. A machine that sleeps stops the first clock, and anybody can set the second one. */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

const NEVER: Moment = { monotonicMs: Number.NEGATIVE_INFINITY, wallMs: Number.NEGATIVE_INFINITY };

function bothClocks(): Moment {
  return { monotonicMs: performance.now(), wallMs: Date.now() };
}

function isJust(then: Moment, now: Moment): boolean {
  return now.monotonicMs - then.monotonicMs <= JUST_MS && Math.abs(now.wallMs - then.wallMs) <= JUST_MS;
}

export interface SqliteLeaseParts {
  readonly path: string;
  readonly file: SqliteFile;
  readonly chain: JournalChain;
  /** Holds the kernel's lock until it is closed. */
  readonly lock: DatabaseSync;
  readonly epoch: number;
}

/**
 * A file of SQLite's that is synced off the event loop, through a handle for each sync under way: the kernel tells each
 * handle once that a page could not be written, so of two syncs through the same one the wrong one might hear of it.
 * SQLite locks other files than its log: closing these handles frees no lock.
 */
class SyncedFile implements AsyncDisposable {
  readonly #idle: number[];
  readonly #underWay = new Set<Promise<void>>();

  constructor(path: string) {
    this.#idle = Array.from({ length: SYNCS_AT_ONCE }, () => openSync(path, 'r+'));
  }

  async sync(): Promise<void> {
    const handle = this.#idle.pop();
    assertInvariant(handle !== undefined, `at most ${SYNCS_AT_ONCE} syncs are in progress at once`);
    const done = syncData(handle);
    this.#underWay.add(done);
    try {
      await done;
    } finally {
      this.#underWay.delete(done);
      this.#idle.push(handle);
    }
  }

  /** A handle that is closed during its sync could be another file's by the time the sync looks at it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay);
    for (const handle of this.#idle.splice(0)) closeSync(handle);
  }
}
