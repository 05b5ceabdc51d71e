import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../value/message-of.ts';
import { StateUnusableError } from '../checkpoint-store.ts';
import type { StoreDriver } from '../store-driver.ts';
import { inspectSqliteState } from './inspect-sqlite-state.ts';
import { hasSqliteState } from './open-database.ts';
import { openSqliteStore } from './sqlite-store.ts';

/** States in SQLite files: `plans/.waybill/shop.db`, `file:///srv/state/shop.db`. */
export const sqliteDriver: StoreDriver = {
  schemes: ['file'],
  has: async (location) => await Promise.resolve(hasSqliteState(pathOf(location))),
  open: async (location, options) => await Promise.resolve(openSqliteStore({ ...options, path: pathOf(location) })),
  inspect: async (location) => await Promise.resolve(inspectSqliteState(resolve(pathOf(location)))),
  folderOf: (location) => dirname(resolve(pathOf(location))),
};

function pathOf(location: string): string {
  if (!/^file:/i.test(location)) return location;
  if (!/^file:\/\//i.test(location)) throw noFileUrl(location, 'it has no slashes after the scheme');
  try {
    return fileURLToPath(location);
  } catch (error) {
    throw noFileUrl(location, messageOf(error));
  }
}

function noFileUrl(location: string, why: string): StateUnusableError {
  return new StateUnusableError(location, `it is not a file URL: ${why}`, 'Write file:///absolute/path.db, or a path.');
}
