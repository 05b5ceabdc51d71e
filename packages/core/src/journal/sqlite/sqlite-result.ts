import { WaybillError } from '../../errors.ts';
import { JournalWriteError } from '../checkpoint-store.ts';
import { asDamage } from '../damage.ts';

export const SQLITE_BUSY = 5;
export const SQLITE_NOTADB = 26;
const SQLITE_ERROR = 1;
const SQLITE_CORRUPT = 11;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;
const SQLITE_FORMAT = 24;
const SQLITE_FULL = 13;
export const SQLITE_READONLY = 8;
export const SQLITE_CANTOPEN = 14;

/** SQLite's primary result code, the low byte of an extended one. */
export function resultCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** The file may be in order: somebody else uses it, or it cannot be written. */
export function isNoDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_BUSY || code === SQLITE_FULL || code === SQLITE_READONLY;
}

const CODES_OF_DAMAGE: ReadonlySet<number> = new Set([
  SQLITE_CORRUPT,
  SQLITE_CONSTRAINT,
  SQLITE_MISMATCH,
  SQLITE_FORMAT,
  SQLITE_NOTADB,
]);

/** What a writer's access to the state ended with: errors of ours as they are, damage as damage, the rest as the disk's. */
export function asStateError(error: unknown, path: string): Error {
  if (error instanceof WaybillError) return error;
  return showsDamage(error) ? asDamage(error, path) : new JournalWriteError(path, error);
}

/** What is stored is not what any version of Waybill stores: a page, a table, a number or the text of a message. */
function showsDamage(error: unknown): boolean {
  const code = resultCode(error);
  if (code !== undefined && CODES_OF_DAMAGE.has(code)) return true;
  if (code === SQLITE_ERROR) return error instanceof Error && /^no such (?:table|column)/.test(error.message);
  return error instanceof SyntaxError || error instanceof RangeError;
}
