import type { DatabaseSync } from 'node:sqlite';
import type { Random } from '../../clock.ts';
import type { StoredSnapshot } from '../checkpoint-store.ts';
import {
  type CheckpointStore,
  type InboxRequest,
  type Lease,
  type StateHeader,
  StateLockedError,
  StateUnusableError,
} from '../checkpoint-store.ts';
import { asDamage } from '../damage.ts';
import { JournalChain } from '../journal-chain.ts';
import { readStepRows } from '../read-step-rows.ts';
import type { JournalRecord, NewRecord, Owner } from '../record.ts';
import { selectRows } from '../select-rows.ts';
import { type JournalHead, JournalVerifier, type StoredRow } from '../verify-journal.ts';
import { expectWholeHead, readLockGeneration } from './expect-whole-head.ts';
import { LeftOutFile } from './left-out-file.ts';
import { LiveFile } from './live-file.ts';
import { COPY_IT, cannotOpen, formatOf, openDatabase, readHeader, refuseNewer } from './open-database.ts';
import type { OpenedDatabase } from './open-unwritable.ts';
import { SqliteFile } from './sqlite-file.ts';
import { SqliteLease } from './sqlite-lease.ts';
import { takeLock } from './sqlite-lock.ts';
import { migrateTo2 } from './sqlite-migrate.ts';
import { asStateError, isNoDamage } from './sqlite-result.ts';
import { readSqliteSnapshot } from './sqlite-snapshot.ts';

const READ_BATCH = 1_000;

export interface SqliteStoreOptions {
  /** Path of the database; the lock lies beside it as `<path>.lock`. */
  readonly path: string;
  /** Name of the plan: a state of another plan is refused. */
  readonly plan: string;
  /** Source of the state's id and key when it is created. */
  readonly random: Random;
  /**
   * The id of the state when it is created. A state that exists keeps its own.
   *
   * @default random
   */
  readonly stateId?: string;
}

/**
 * Opens, or creates, the state in one SQLite file with a write-ahead log. A state of an older format is read as it is,
 * and brought to the newest one by the first writer. One in a folder that cannot be written is only read.
 *
 * @throws StateUnusableError
 */
export function openSqliteStore(options: SqliteStoreOptions): CheckpointStore {
  const { path } = options;
  const { database, isReadOnly } = openDatabase(options);
  try {
    const file = new SqliteFile(path);
    refuseNewer(database, path);
    return new SqliteStore({ database, path, file, isReadOnly, header: readHeader(database, options) });
  } catch (error) {
    database.close();
    throw isNoDamage(error) ? cannotOpen(path, error) : asDamage(error, path);
  }
}

interface SqliteStoreParts extends OpenedDatabase {
  readonly path: string;
  readonly file: SqliteFile;
  readonly header: StateHeader;
}

class SqliteStore implements CheckpointStore {
  readonly location: string;
  readonly header: StateHeader;
  readonly leftOut: LeftOutFile;
  readonly #database: DatabaseSync;
  readonly #file: SqliteFile;
  readonly #isReadOnly: boolean;
  readonly #chain: JournalChain;
  readonly #live: LiveFile;

  constructor({ database, isReadOnly, path, file, header }: SqliteStoreParts) {
    this.#database = database;
    this.#isReadOnly = isReadOnly;
    this.#file = file;
    this.location = path;
    this.header = header;
    this.#chain = new JournalChain(header.digestKey);
    this.#live = new LiveFile(path);
    this.leftOut = new LeftOutFile(path);
  }

  async *read(afterSeq = 0): AsyncIterable<readonly JournalRecord[]> {
    if (formatOf(this.#database) < 2) yield* this.#readUnverified(afterSeq);
    else for (const rows of this.#readVerified(afterSeq)) yield rows.map(toRecord);
  }

  async verify(): Promise<void> {
    if (formatOf(this.#database) < 2) return;
    for (const rows of this.#readVerified(0)) if (rows.length === 0) return;
  }

  *#readVerified(afterSeq: number): Iterable<readonly StoredRow[]> {
    let nextSeq = afterSeq + 1;
    try {
      expectWholeHead(this.#database, this.location);
      readLockGeneration(this.#database, this.location);
      const head = this.#head();
      const from = this.#commitBefore(afterSeq, head);
      const verifier = new JournalVerifier({ chain: this.#chain, path: this.location, from, head });
      const select = selectRows(this.#database, 2);
      for (let after = from.seq; ; ) {
        nextSeq = verifier.nextSeq;
        const rows = select(after, READ_BATCH);
        const verified = verifier.accept(rows).filter(({ seq }) => seq > afterSeq);
        if (verified.length > 0) yield verified;
        if (rows.length < READ_BATCH) break;
        after = rows.at(-1)?.seq ?? after;
      }
      verifier.end();
    } catch (error) {
      throw isNoDamage(error) ? error : asDamage(error, this.location, nextSeq);
    }
  }

  async readSnapshot(): Promise<StoredSnapshot | undefined> {
    return readSqliteSnapshot(this.#database, this.#chain);
  }

  async readSteps(steps: readonly string[]): Promise<readonly JournalRecord[]> {
    try {
      const [database, chain] = [this.#database, this.#chain];
      return readStepRows({ database, chain, path: this.location, header: this.header }, steps).map(toRecord);
    } catch (error) {
      throw isNoDamage(error) ? error : asDamage(error, this.location);
    }
  }

  #head(): JournalHead {
    const row = this.#database.prepare('SELECT last_seq, chain FROM state').get();
    return { seq: Number(row?.['last_seq']), chain: String(row?.['chain']) };
  }

  /** The commit that ends at a record or before it: what comes after is checked from there. */
  #commitBefore(seq: number, head: JournalHead): JournalHead {
    if (head.seq === seq) return head;
    const select = 'SELECT seq, chain FROM journal WHERE seq <= ? AND chain IS NOT NULL ORDER BY seq DESC LIMIT 1';
    const row = this.#database.prepare(select).get(seq);
    if (row !== undefined) return { seq: Number(row['seq']), chain: String(row['chain']) };
    return { seq: 0, chain: this.#chain.header(this.header) };
  }

  /** Format 1 had no digests. */
  async *#readUnverified(afterSeq: number): AsyncIterable<readonly JournalRecord[]> {
    let after = afterSeq;
    try {
      const select = selectRows(this.#database, 1);
      for (;;) {
        const rows = select(after, READ_BATCH);
        if (rows.length === 0) return;
        yield rows.map(toRecord);
        after = rows.at(-1)?.seq ?? after;
      }
    } catch (error) {
      throw isNoDamage(error) ? error : asDamage(error, this.location, after + 1);
    }
  }

  async acquire(owner: Owner): Promise<Lease> {
    this.#file.expectInPlace();
    this.#expectWritable();
    const lock = takeLock(this.#lockPath());
    if (lock === undefined) throw new StateLockedError(this.location, this.#owner());
    try {
      if (formatOf(this.#database) < 2) migrateTo2(this.#database, this.header);
      const update = 'UPDATE state SET epoch = epoch + 1, owner = ? RETURNING epoch';
      expectWholeHead(this.#database, this.location);
      const epoch = Number(this.#database.prepare(update).get(JSON.stringify(owner))?.['epoch']);
      return SqliteLease.open({ path: this.location, file: this.#file, chain: this.#chain, lock, epoch });
    } catch (error) {
      lock.close();
      throw asStateError(error, this.location);
    }
  }

  async breakLock(): Promise<void> {
    this.#expectWritable();
    // The kernel's lock cannot be taken from a live process, so the next writer locks another file; the epoch shuts out
    // the old one.
    try {
      readLockGeneration(this.#database, this.location);
      if (formatOf(this.#database) >= 2) expectWholeHead(this.#database, this.location);
      this.#database.exec('UPDATE state SET epoch = epoch + 1, lock_generation = lock_generation + 1');
    } catch (error) {
      throw asStateError(error, this.location);
    }
  }

  async post(request: InboxRequest): Promise<void> {
    this.#expectWritable();
    try {
      const body = JSON.stringify(request);
      if (formatOf(this.#database) < 2) this.#database.prepare('INSERT INTO inbox (body) VALUES (?)').run(body);
      else this.#database.prepare('INSERT INTO inbox (body, mac) VALUES (?, ?)').run(body, this.#chain.message(body));
    } catch (error) {
      throw asStateError(error, this.location);
    }
  }

  /** For views: whoever acts on a message checks its digest first. */
  async readPosted(): Promise<readonly InboxRequest[]> {
    try {
      const rows = this.#database.prepare('SELECT body FROM inbox ORDER BY id').all();
      return rows.map(({ body }) => JSON.parse(String(body)) as InboxRequest);
    } catch (error) {
      throw isNoDamage(error) ? error : asDamage(error, this.location);
    }
  }

  async writeLive(text: string | undefined): Promise<boolean> {
    if (text !== undefined) return this.#live.replace(text);
    this.#live.remove();
    return true;
  }

  async readLive(): Promise<string | undefined> {
    return this.#live.read();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leftOut[Symbol.asyncDispose]();
    this.#database.close();
  }

  #expectWritable(): void {
    if (this.#isReadOnly) throw new StateUnusableError(this.location, 'it can be read, and not written', COPY_IT);
  }

  #lockPath(): string {
    const generation = readLockGeneration(this.#database, this.location);
    return generation === 0 ? `${this.location}.lock` : `${this.location}.lock-${generation}`;
  }

  /** For people: what cannot be read any more is not shown. */
  #owner(): Owner | undefined {
    const text = this.#database.prepare('SELECT owner FROM state').get()?.['owner'];
    try {
      return typeof text === 'string' ? (JSON.parse(text) as Owner) : undefined;
    } catch {
      return undefined;
    }
  }
}

function toRecord({ seq, rid, epoch, t, body }: StoredRow): JournalRecord {
  // Half a million times when a long journal is read: completing what was parsed is cheaper than copying it.
  return Object.assign(JSON.parse(body) as NewRecord, { seq, rid, epoch, t });
}
