import type { DatabaseSync } from 'node:sqlite';
import { damagedState } from '../damage.ts';

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
