import { WaybillError } from '../errors.ts';
import { messageOf } from '../value/message-of.ts';
import { StateUnusableError } from './checkpoint-store.ts';

/** A state whose bytes are not what was written. `seq` is the first record that cannot be trusted. */
export function damagedState(path: string, why: string, seq?: number): StateUnusableError {
  return new StateUnusableError(
    path,
    seq === undefined ? `it is damaged: ${why}` : `it is damaged from record ${seq} on: ${why}`,
    'Replace it with a copy from before the damage, including all its files: what was done since then is found again at the vendors. See docs/recovery.md.',
  );
}

/** Errors of ours as they are; of SQLite and of parsing, as damage. */
export function asDamage(error: unknown, path: string, seq?: number): Error {
  if (error instanceof WaybillError) return error;
  const why = messageOf(error);
  return damagedState(path, why, seq);
}
