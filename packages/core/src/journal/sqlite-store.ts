import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../clock.ts';
import {
  type CheckpointStore,
  type InboxRequest,
  JournalWriteError,
  type Lease,
  type StateHeader,
  StateLockedError,
  StateUnusableError,
} from './checkpoint-store.ts';
import { createSqliteState } from './create-sqlite-state.ts';
import { JOURNAL_VERSION, type JournalRecord, type NewRecord, type Owner } from './record.ts';
import { SqliteLease } from './sqlite-lease.ts';
import { takeLock } from './sqlite-lock.ts';
import { resultCode } from './sqlite-result.ts';

const READ_BATCH = 5_000;
const SQLITE_NOTADB = 26;

export interface SqliteStoreOptions {
  /** Path of the database; the lock lies beside it as `<path>.lock`. */
  readonly path: string;
  /** Name of the plan: a state of another plan is refused. */
  readonly plan: string;
  /** Source of the state's id and key when it is created. */
  readonly random: Random;
  /** The id of the state when it is created. Default: random. A state that exists keeps its own. */
  readonly stateId?: string;
}

/**
 * Opens, or creates, the state in one SQLite file: WAL with `synchronous=FULL`, so that a commit that returned survives a
 * power cut. Throws `StateUnusableError`.
 */
export function openSqliteStore(options: SqliteStoreOptions): CheckpointStore {
  const { path } = options;
  const database = openDatabase(options);
  try {
    checkFormat(database, options);
    return new SqliteStore(database, path, readHeader(database, options));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether there is a state at the path, or what is left of one: opening that is refused, and nothing starts over. */
export function hasSqliteState(path: string): boolean {
  return existsSync(path) || existsSync(`${path}-wal`);
}

function openDatabase(options: SqliteStoreOptions): DatabaseSync {
  const { path } = options;
  try {
    if (!hasSqliteState(path)) createSqliteState(options);
    refuseRemains(path);
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    return database;
  } catch (error) {
    if (error instanceof StateUnusableError) throw error;
    if (resultCode(error) === SQLITE_NOTADB) {
      throw new StateUnusableError(
        path,
        'the file is not a SQLite database',
        'Move the file away, or name another state with --state.',
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new StateUnusableError(
      path,
      `it cannot be opened (${why})`,
      'Check that the path is a file in a folder you can write to, or name another one with --state.',
    );
  }
}

const RESTORE =
  'Restore the state from a copy that has all its files. Without it, remote tasks of earlier runs are not known: do not apply the plan anew before you have looked for them.';

/** What a lost file or a copy that was cut off leaves. To start over there would repeat everything. */
function refuseRemains(path: string): void {
  if (!existsSync(path)) {
    throw new StateUnusableError(
      path,
      `its write-ahead log ${basename(path)}-wal is there, but the database itself is missing`,
      RESTORE,
    );
  }
  if (statSync(path).size === 0) {
    throw new StateUnusableError(
      path,
      'it is empty',
      `${RESTORE} If the plan was never applied, remove the file: a new state is created in its place.`,
    );
  }
}

/** Whether this version of Waybill can read it. Forward only. */
function checkFormat(database: DatabaseSync, { path }: SqliteStoreOptions): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > JOURNAL_VERSION) {
    throw new StateUnusableError(
      path,
      `its format ${version} is newer than format ${JOURNAL_VERSION}, which this version of Waybill writes`,
      'Use the version of Waybill that wrote it, or a newer one.',
    );
  }
  if (version < 1) {
    throw new StateUnusableError(
      path,
      'it is a database without the tables of a state: its write-ahead log was lost, or it belongs to another program',
      RESTORE,
    );
  }
}

function readHeader(database: DatabaseSync, options: SqliteStoreOptions): StateHeader {
  const row = database.prepare('SELECT state_id, plan, digest_key FROM state').get();
  const plan = String(row?.['plan']);
  if (plan !== options.plan) {
    throw new StateUnusableError(
      options.path,
      `it belongs to plan "${plan}", not to "${options.plan}"`,
      'Give the plan its old name back, or name another state with --state.',
    );
  }
  return { stateId: String(row?.['state_id']), plan, digestKey: row?.['digest_key'] as Uint8Array };
}

class SqliteStore implements CheckpointStore {
  readonly location: string;
  readonly header: StateHeader;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, location: string, header: StateHeader) {
    this.#database = database;
    this.location = location;
    this.header = header;
  }

  async *read(afterSeq = 0): AsyncIterable<readonly JournalRecord[]> {
    const select = this.#database.prepare(
      'SELECT seq, rid, epoch, t, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?',
    );
    for (let after = afterSeq; ; ) {
      const batch = select.all(after, READ_BATCH).map(toRecord);
      const last = batch.at(-1);
      if (last === undefined) return;
      yield batch;
      after = last.seq;
    }
  }

  async acquire(owner: Owner): Promise<Lease> {
    const lock = takeLock(this.#lockPath());
    if (lock === undefined) throw new StateLockedError(this.location, this.#owner());
    try {
      const update = 'UPDATE state SET epoch = epoch + 1, owner = ? RETURNING epoch';
      const epoch = Number(this.#database.prepare(update).get(JSON.stringify(owner))?.['epoch']);
      return SqliteLease.open({ path: this.location, lock, epoch });
    } catch (error) {
      lock.close();
      throw new JournalWriteError(this.location, error);
    }
  }

  async breakLock(): Promise<void> {
    // The kernel's lock cannot be taken from a live process, so the next writer locks another file; the epoch shuts out
    // the old one.
    this.#database.exec('UPDATE state SET epoch = epoch + 1, lock_generation = lock_generation + 1');
  }

  async post(request: InboxRequest): Promise<void> {
    this.#database.prepare('INSERT INTO inbox (body) VALUES (?)').run(JSON.stringify(request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
  }

  #lockPath(): string {
    const generation = Number(this.#database.prepare('SELECT lock_generation FROM state').get()?.['lock_generation']);
    return generation === 0 ? `${this.location}.lock` : `${this.location}.lock-${generation}`;
  }

  #owner(): Owner | undefined {
    const text = this.#database.prepare('SELECT owner FROM state').get()?.['owner'];
    return typeof text === 'string' ? (JSON.parse(text) as Owner) : undefined;
  }
}

function toRecord(row: Record<string, unknown>): JournalRecord {
  const body = JSON.parse(String(row['body'])) as NewRecord;
  return {
    ...body,
    seq: Number(row['seq']),
    rid: String(row['rid']),
    epoch: Number(row['epoch']),
    t: Number(row['t']),
  };
}
