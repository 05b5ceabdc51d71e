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
  onRecord: OnRecord = () => {},
): Promise<CheckpointFold> {
  return await foldJournal(store, { renames, onRecord });
}

type OnRecord = (record: JournalRecord, written: JournalRecord) => void;

export interface FoldJournalOptions {
  readonly renames: Renames;
  /** @default nothing */
  readonly onRecord?: OnRecord | undefined;
  /**
   * Awaited after each batch: a store reads at once, so that nothing else would be done until a long journal is read.
   *
   * @default all of it is read before anything else
   */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** What `readJournal` does, in batches. */
export async function foldJournal(
  store: CheckpointStore,
  { renames, onRecord, pause }: FoldJournalOptions,
): Promise<CheckpointFold> {
  const fold = new CheckpointFold();
  for await (const batch of store.read()) {
    for (const written of batch) {
      const record = renameRecord(written, renames);
      fold.add(record);
      onRecord?.(record, written);
    }
    await pause?.();
  }
  return fold;
}
