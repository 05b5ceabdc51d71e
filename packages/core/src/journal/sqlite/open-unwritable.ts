import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { resultCode, SQLITE_CANTOPEN, SQLITE_READONLY } from './sqlite-result.ts';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Its folder cannot be written. */
  readonly isReadOnly: boolean;
}

/** Reading a write-ahead log takes a file beside it, so that SQLite opens none where it can make none. */
export function isUnwritable(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_READONLY || code === SQLITE_CANTOPEN;
}

/**
 * A database in a folder that cannot be written, as it is: what holds a standing freeze can be looked up from a disk that
 * failed. Undefined where its log holds more: without it, an earlier moment would be shown.
 *
 * Source: sqlite.org/uri.html (`immutable`) and sqlite.org/wal.html ("Read-Only Databases").
 */
export function openUnwritable(path: string): DatabaseSync | undefined {
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return undefined;
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(url, { readOnly: true });
    database.prepare('PRAGMA user_version').get();
    return database;
  } catch {
    // What kept it from being opened before is what is said.
    return undefined;
  }
}
