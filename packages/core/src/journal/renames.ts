import type { JournalRecord } from './record.ts';

/** Leads from the addresses that records hold to those that the same units and steps have in the plan now. */
export interface Renames {
  /** Nothing was renamed: every address is what it was. */
  readonly isEmpty: boolean;
  /** The unit's present address; the same where it was not renamed or is not known. */
  unit(address: string): string;
  step(address: string): string;
}

export const NO_RENAMES: Renames = { isEmpty: true, unit: (address) => address, step: (address) => address };

/** The record as it would be if everything had always been called what it is called now. */
export function renameRecord(record: JournalRecord, renames: Renames): JournalRecord {
  if (renames.isEmpty) return record;
  switch (record.kind) {
    case 'run.started':
      return record;
    case 'run.ended': {
      const { heldPlaces } = record;
      if (heldPlaces === undefined) return record;
      return { ...record, heldPlaces: heldPlaces.map((unit) => renames.unit(unit)) };
    }
    case 'unit.decided':
    case 'unit.verified':
      return { ...record, unit: renames.unit(record.unit) };
    case 'unit.redone': {
      const unit = renames.unit(record.unit);
      const steps = record.steps.map((step) => renames.step(step));
      const { readSteps } = record;
      if (readSteps === undefined) return { ...record, unit, steps };
      return { ...record, unit, steps, readSteps: readSteps.map((step) => renames.step(step)) };
    }
    case 'plan.rebased': {
      const [kept, orphaned] = [record.kept, record.orphaned].map((steps) => steps.map((step) => renames.step(step)));
      const { accepted } = record;
      const rebased = { ...record, kept: kept ?? [], orphaned: orphaned ?? [] };
      return accepted === undefined
        ? rebased
        : { ...rebased, accepted: renameKeys(accepted, (step) => renames.step(step)) };
    }
    case 'orphans.swept': {
      const [cleared, unlisted] = [record.cleared, record.unlisted].map((units) =>
        renameKeys(units, (unit) => renames.unit(unit)),
      );
      return { ...record, cleared: cleared ?? {}, unlisted: unlisted ?? {} };
    }
    default:
      return { ...record, step: renames.step(record.step) };
  }
}

function renameKeys<T>(record: Readonly<Record<string, T>>, rename: (address: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([address, value]) => [rename(address), value]));
}
