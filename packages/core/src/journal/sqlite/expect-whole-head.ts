import type { DatabaseSync } from 'node:sqlite';
import { damagedState } from '../damage.ts';

/**
 * Called under the writer's lock: the row that moves with every commit is covered by no digest, and has to fit the records.
 * An epoch that they are ahead of would give new records ids that are taken, and a record whose id is taken is left out: an
 * effect would be sent without its intent.
 *
 * @throws StateUnusableError
 */
export function expectWholeHead(database: DatabaseSync, path: string): void {
  const select =
    'SELECT state.epoch, last_seq, seq, journal.epoch AS written FROM state, journal ORDER BY seq DESC LIMIT 1';
  const row = database.prepare(select).get();
  if (row === undefined) return;
  const [lastSeq, seq] = [Number(row['last_seq']), Number(row['seq'])];
  if (lastSeq !== seq) throw damagedState(path, 'the head does not match', Math.min(lastSeq, seq) + 1);
  if (Number(row['epoch']) < Number(row['written']))
    throw damagedState(path, 'its epoch is before that of its records');
}
