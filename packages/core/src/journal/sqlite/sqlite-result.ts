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
