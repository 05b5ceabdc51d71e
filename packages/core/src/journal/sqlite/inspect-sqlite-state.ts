import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../value/message-of.ts';
import type { StateInspection } from '../store-driver.ts';
import { leftOutPath } from './left-out-file.ts';

export function inspectSqliteState(path: string): StateInspection {
  // Looking for damage opens the database, and closing it takes the log away.
  const damage = existsSync(path) ? findDamage(path) : undefined;
  const files = [path, `${path}-wal`, `${path}.lock`, leftOutPath(path)].flatMap((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ path: file, mode: stats.mode }];
  });
  return { files, damage };
}

/** The pages of the file themselves. */
function findDamage(path: string): string | undefined {
  try {
    using database = openReadOnly(path);
    const verdict = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    return verdict === 'ok' ? undefined : String(verdict);
  } catch (error) {
    return messageOf(error);
  }
}

function openReadOnly(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true });
}
