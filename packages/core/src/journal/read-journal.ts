import { CheckpointFold } from './checkpoint.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import type { JournalRecord } from './record.ts';

/** The whole journal, folded; `onRecord` sees each record of it on the way. Takes no lock. */
export async function readJournal(
  store: CheckpointStore,
  onRecord: (record: JournalRecord) => void = () => {},
): Promise<CheckpointFold> {
  const fold = new CheckpointFold();
  for await (const batch of store.read()) {
    for (const record of batch) {
      fold.add(record);
      onRecord(record);
    }
  }
  return fold;
}
