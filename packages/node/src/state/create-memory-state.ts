import { type CheckpointStore, MemoryDisk, openMemoryStore, type Random } from '@waybill/core';
import { systemRandom } from '../system-random.ts';

/**
 * A state that is gone with the process. A run that is cut off cannot be resumed from it, and what it was doing at the
 * vendor is not known afterwards: for tests and rehearsals.
 */
export function createMemoryState(planName: string, random: Random = systemRandom): CheckpointStore {
  return openMemoryStore(new MemoryDisk(planName, random));
}
