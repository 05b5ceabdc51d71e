import type { CheckpointStore, StateHeader } from './checkpoint-store.ts';
import { FIRST_JOURNAL_VERSION, type JournalRecord } from './record.ts';

/** Version of the exported form: the minor number grows with additions, the major one with anything else. */
const EXPORT_FORMAT = '1.0';

/** Of every journal, so that the hash in a report holds in later versions too: records that came since name themselves. */
const EXPORTED_VERSION = FIRST_JOURNAL_VERSION;

/**
 * The first line of an exported journal: what it is, and whose. The export is text with one JSON object on each line;
 * a report's hash is taken over exactly these bytes.
 */
export function journalHeadLine({ plan, stateId }: Pick<StateHeader, 'plan' | 'stateId'>): string {
  const head = {
    format_version: EXPORT_FORMAT,
    kind: 'journal',
    journal_version: EXPORTED_VERSION,
    plan,
    state_id: stateId,
  };
  return `${JSON.stringify(head)}\n`;
}

export function journalRecordLine(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** The whole journal as text, in pieces. Takes no lock. */
export async function* exportJournal(store: CheckpointStore): AsyncGenerator<string> {
  yield journalHeadLine(store.header);
  for await (const batch of store.read()) yield batch.map(journalRecordLine).join('');
}

/** Every committed record, oldest first. Takes no lock. */
export async function readRecords(store: CheckpointStore): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const batch of store.read()) for (const record of batch) records.push(record);
  return records;
}
