import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
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
import { JOURNAL_VERSION, type JournalRecord, type NewRecord, type Owner } from './record.ts';
import { SqliteLease } from './sqlite-lease.ts';
import { createPrivately, takeLock } from './sqlite-lock.ts';
import { resultCode } from './sqlite-result.ts';
import { SQLITE_SCHEMA } from './sqlite-schema.ts';

const READ_BATCH = 5_000;
const SQLITE_NOTADB = 26;

export interface SqliteStoreOptions {
  /** Path of the database; the lock lies beside it as `<path>.lock`. */
  readonly path: string;
  /** Name of the plan: a state of another plan is refused. */
  readonly plan: string;
  /** Source of the state's id and key when it is created. */
  readonly random: Random;
}

/**
 * Opens, or creates, the state in one SQLite file: WAL with `synchronous=FULL`, so that a commit that returned survives a
 * power cut. Throws `StateUnusableError`.
 */
export function openSqliteStore(options: SqliteStoreOptions): CheckpointStore {
  const { path } = options;
  const database = openDatabase(path);
  try {
    migrate(database, options);
    return new SqliteStore(database, path, readHeader(database, options));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Folder by folder: Node's own recursive `mkdirSync` never returns below a folder that takes no entries, such as /proc. */
function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function openDatabase(path: string): DatabaseSync {
  try {
    createFolder(dirname(path));
    createPrivately(path);
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    return database;
  } catch (error) {
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

/** Creates the schema, or checks that this version of Waybill can read it. Forward only. */
function migrate(database: DatabaseSync, options: SqliteStoreOptions): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > JOURNAL_VERSION) {
    throw new StateUnusableError(
      options.path,
      `its format ${version} is newer than format ${JOURNAL_VERSION}, which this version of Waybill writes`,
      'Use the version of Waybill that wrote it, or a newer one.',
    );
  }
  if (version === JOURNAL_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  // Another process may have created it while this one waited for the lock.
  if (Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0) === 0) {
    database.exec(SQLITE_SCHEMA);
    const insert = database.prepare('INSERT INTO state (id, state_id, plan, digest_key, epoch) VALUES (1, ?, ?, ?, 0)');
    insert.run(toHex(options.random.bytes(16)), options.plan, options.random.bytes(32));
    database.exec(`PRAGMA user_version = ${JOURNAL_VERSION}`);
  }
  database.exec('COMMIT');
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

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
