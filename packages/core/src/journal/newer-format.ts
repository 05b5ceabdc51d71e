import { StateUnusableError } from './checkpoint-store.ts';
import { JOURNAL_VERSION } from './record.ts';

/** Of a state that a later version wrote. */
export function newerFormat(location: string, format: number): StateUnusableError {
  return new StateUnusableError(
    location,
    `its format ${format} is newer than format ${JOURNAL_VERSION}, which this version of Waybill writes`,
    'Use the version of Waybill that wrote it, or a newer one.',
  );
}
