import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../value/message-of.ts';
import { type StateHeader, StateUnusableError } from '../checkpoint-store.ts';
import { damagedState } from '../damage.ts';
import { JournalChain } from '../journal-chain.ts';
import { newerFormat } from '../newer-format.ts';
import { JOURNAL_VERSION } from '../record.ts';
import { createSqliteState, type NewState } from './create-sqlite-state.ts';
import { isUnwritable, type OpenedDatabase, openUnwritable } from './open-unwritable.ts';
import { resultCode, SQLITE_NOTADB } from './sqlite-result.ts';

/** Opens what is at the path, and creates it where nothing is. A database in a folder that cannot be written is only read. */
export function openDatabase(options: NewState): OpenedDatabase {
  const { path } = options;
  try {
    if (!hasSqliteState(path)) createSqliteState(options);
    refuseRemains(path);
    const database = new DatabaseSync(path, { timeout: 5_000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    return { database, isReadOnly: false };
  } catch (error) {
    if (error instanceof StateUnusableError) throw error;
    const database = isUnwritable(error) ? openUnwritable(path) : undefined;
    if (database !== undefined) return { database, isReadOnly: true };
    if (resultCode(error) === SQLITE_NOTADB) {
      throw new StateUnusableError(
        path,
        'the file is not a SQLite database',
        'Move the file away, or name another state with --state.',
      );
    }
    throw cannotOpen(path, error);
  }
}

/** Whether there is a state at the path, or what is left of one: opening that is refused, and nothing starts over. */
export function hasSqliteState(path: string): boolean {
  return existsSync(path) || existsSync(`${path}-wal`);
}

const RESTORE =
  'Restore the state from a copy that has all its files. Without it, remote tasks of earlier runs are not known: do not apply the plan again before you have looked for them.';

/** What a lost file or a copy that was cut off leaves. To start over there would repeat everything. */
function refuseRemains(path: string): void {
  if (!existsSync(path)) {
    throw new StateUnusableError(
      path,
      `its write-ahead log ${basename(path)}-wal exists, but the database itself is missing`,
      RESTORE,
    );
  }
  if (!statSync(path).isFile()) {
    throw new StateUnusableError(path, 'it is not a regular file', 'Name a file with --state.');
  }
  if (statSync(path).size === 0) {
    throw new StateUnusableError(
      path,
      'it is empty',
      `${RESTORE} If the plan was never applied, remove the file: a new state is created in its place.`,
    );
  }
}

const CHECK_PATH = 'Check that the path is a file in a folder you can write to, or name another one with --state.';
/** What helps where a state cannot be written: another one would know nothing of what was done. */
export const COPY_IT =
  'Make the state and its folder writable. Or copy it, with the files next to it that begin with its name, to a folder you can write to, and name the copy with --state; never run both.';

export function cannotOpen(path: string, error: unknown): StateUnusableError {
  const why = messageOf(error);
  return new StateUnusableError(
    path,
    `it cannot be opened (${why})`,
    /malformed|not a database/.test(why) ? RESTORE : existsSync(path) ? COPY_IT : CHECK_PATH,
  );
}

/** 0 where the tables are missing. */
export function formatOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** @throws StateUnusableError of a format that this version does not know, and of a database that is no state */
export function refuseNewer(database: DatabaseSync, path: string): void {
  const format = formatOf(database);
  if (format > JOURNAL_VERSION) throw newerFormat(path, format);
  if (format > 0) return;
  throw new StateUnusableError(
    path,
    'it is a database without the tables of a state: its write-ahead log was lost, or it belongs to another program',
    RESTORE,
  );
}

/** Checked by its digest. @throws StateUnusableError where it is damaged or of another plan */
export function readHeader(database: DatabaseSync, { path, plan: expected }: NewState): StateHeader {
  const row = database.prepare('SELECT * FROM state').get();
  if (row === undefined) throw damagedState(path, 'its header is missing');
  const [stateId, plan] = [String(row['state_id']), String(row['plan'])];
  const digestKey = row['digest_key'];
  if (!(digestKey instanceof Uint8Array)) throw damagedState(path, 'its key is missing');
  const mac = row['mac'] ?? null;
  if (formatOf(database) >= 2 && mac !== new JournalChain(digestKey).header({ stateId, plan }))
    throw damagedState(path, 'its header does not match its digest');
  if (plan !== expected) {
    throw new StateUnusableError(
      path,
      `it belongs to plan "${plan}", not to "${expected}"`,
      'Give the plan its old name back, or name another state with --state.',
    );
  }
  return { stateId, plan, digestKey };
}
