import { WaybillError } from '../errors.ts';
import { StateUnusableError } from './checkpoint-store.ts';

export const SQLITE_BUSY = 5;
export const SQLITE_NOTADB = 26;
const SQLITE_FULL = 13;
const SQLITE_READONLY = 8;

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

/** A state whose bytes are not what was written. `seq` is the first record that cannot be trusted. */
export function damagedState(path: string, why: string, seq?: number): StateUnusableError {
  return new StateUnusableError(
    path,
    seq === undefined ? `it is damaged: ${why}` : `it is damaged from record ${seq} on: ${why}`,
    'Put a copy from before the damage in its place, all of its files: what was done since is found again at the vendors. See docs/recovery.md.',
  );
}

/** Errors of ours as they are; of SQLite and of parsing, as damage. */
export function asDamage(error: unknown, path: string, seq?: number): Error {
  if (error instanceof WaybillError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return damagedState(path, why, seq);
}
