import type { DatabaseSync } from 'node:sqlite';
import { asDamage, damagedState } from '../damage.ts';
import { isNoDamage } from './sqlite-result.ts';

/**
 * The row that moves with every commit is covered by no digest, and has to fit the records. Both are read in one statement,
 * so that a commit of a live run is seen whole or not at all.
 *
 * An epoch that they are ahead of would give new records ids that are taken, and a record whose id is taken is left out: an
 * effect would be sent without its intent.
 *
 * @throws StateUnusableError
 */
export function expectWholeHead(database: DatabaseSync, path: string): void {
  const last = 'FROM journal ORDER BY seq DESC LIMIT 1';
  const select = `SELECT epoch, last_seq, (SELECT seq ${last}) AS seq, (SELECT epoch ${last}) AS written FROM state`;
  const row = database.prepare(select).get();
  if (row === undefined || row['seq'] === null) return;
  const [lastSeq, seq] = [Number(row['last_seq']), Number(row['seq'])];
  if (lastSeq > seq) throw damagedState(path, 'the end is missing', seq + 1);
  if (lastSeq < seq) throw damagedState(path, 'the head does not match', lastSeq + 1);
  if (Number(row['epoch']) < Number(row['written']))
    throw damagedState(path, 'its epoch is before that of its records');
}

/**
 * How often the lock was broken, which says the file that is locked. No digest covers it either: a smaller wrong number
 * lets a second writer in, and that one's epoch shuts out the first before it can write, as when the lock is broken.
 *
 * @throws StateUnusableError
 */
export function readLockGeneration(database: DatabaseSync, path: string): number {
  try {
    const row = database.prepare('SELECT epoch, lock_generation FROM state').get();
    const [generation, epoch] = [Number(row?.['lock_generation']), Number(row?.['epoch'])];
    // Breaking the lock raises both, and taking it the epoch alone.
    if (generation >= 0 && generation <= epoch) return generation;
  } catch (error) {
    throw isNoDamage(error) ? error : asDamage(error, path);
  }
  throw damagedState(path, 'its lock was broken more often than it was acquired');
}
