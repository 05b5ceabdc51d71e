import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { JournalWriteError } from '../checkpoint-store.ts';
import { resultCode, SQLITE_BUSY } from './sqlite-result.ts';

/**
 * Holds an exclusive transaction on a tiny database of its own: the kernel frees it the moment the process dies, so there
 * are no stale locks. Nothing else may ever open that file, because POSIX drops a process's lock when any of its handles
 * on the file is closed.
 */
export function takeLock(path: string): DatabaseSync | undefined {
  createPrivately(path);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (resultCode(error) === SQLITE_BUSY) return undefined;
    throw new JournalWriteError(path, error);
  }
}

/**
 * Creates the file with its mode before SQLite opens it; WAL files inherit it. A file that exists is not opened, because
 * closing any handle on a lock file would drop this process's lock on it.
 */
export function createPrivately(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}
