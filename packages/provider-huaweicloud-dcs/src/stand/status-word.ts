import type { TaskSnapshot } from './migration-task.ts';
import type { HuaweicloudSettings } from './settings.ts';

/** The vendor's word for a state, in the spelling that the settings ask for. */
export function statusWordOf(snapshot: TaskSnapshot, settings: HuaweicloudSettings): string {
  if (snapshot.failureWord !== null) return snapshot.failureWord;
  if (snapshot.word === 'INCRMIGEATING') return settings.incrementalSpelling;
  return snapshot.word === 'FULLMIGRATING' ? settings.fullSyncWord : snapshot.word;
}
