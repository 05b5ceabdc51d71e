import { CheckpointFold } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { JournalRecord } from './record.ts';
import { NO_RENAMES, type Renames, renameRecord } from './renames.ts';

/**
 * The whole journal, folded, at the addresses that its units and steps have now; `onRecord` sees each record of it on the
 * way, also as it was written. Takes no lock.
 */
export async function readJournal(
  store: CheckpointStore,
  renames: Renames = NO_RENAMES,
  onRecord: (record: JournalRecord, written: JournalRecord) => void = () => {},
): Promise<CheckpointFold> {
  const fold = new CheckpointFold();
  for await (const batch of store.read()) {
    for (const written of batch) {
      const record = renameRecord(written, renames);
      fold.add(record);
      onRecord(record, written);
    }
  }
  return fold;
}
