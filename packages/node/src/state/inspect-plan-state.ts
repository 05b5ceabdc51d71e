import type { Checkpoint, CheckpointStore, StateFile } from '@waybill/core';
import { CheckpointFold } from '@waybill/core/internal';
import { type ProcessHost, type RunLiveness, readAroundEnd, runLiveness } from '../live/run-liveness.ts';
import { inspectState } from './open-store.ts';
import type { PlanState } from './plan-state.ts';

/** What can be found out about a state and where it is kept. */
export interface StateFindings {
  /** As a user would write it. */
  readonly shown: string;
  readonly location: string;
  /** Where its files are kept; undefined where it is in no files. */
  readonly folder: string | undefined;
  readonly files: readonly StateFile[];
  /** Undefined: there is no state. */
  readonly journal: JournalFindings | undefined;
}

export type JournalFindings =
  | {
      readonly kind: 'readable';
      readonly records: number;
      readonly checkpoint: Checkpoint;
      readonly running: RunLiveness;
    }
  | { readonly kind: 'unusable'; readonly error: unknown };

/** Looks at a state from outside, and reads its whole journal. Takes no lock and changes nothing. */
export async function inspectPlanState(state: PlanState, host: ProcessHost): Promise<StateFindings> {
  const location = await state.location();
  const { files, folder, damage } = await inspectState(location);
  return {
    shown: await state.shownLocation(),
    location,
    folder,
    files,
    journal: (await state.exists()) ? await readWhole(state, damage, host) : undefined,
  };
}

async function readWhole(state: PlanState, damage: string | undefined, host: ProcessHost): Promise<JournalFindings> {
  try {
    if (damage !== undefined) throw new Error(damage);
    const store = await state.open();
    const { records, checkpoint } = await readAroundEnd(() => readDense(store), host);
    return { kind: 'readable', records, checkpoint, running: runLiveness(checkpoint, host) };
  } catch (error) {
    return { kind: 'unusable', error };
  }
}

/** Throws when a record is missing: their numbers are dense from 1. */
async function readDense(
  store: CheckpointStore,
): Promise<{ readonly records: number; readonly checkpoint: Checkpoint }> {
  const fold = new CheckpointFold();
  let records = 0;
  for await (const batch of store.read()) {
    for (const record of batch) {
      records += 1;
      if (record.seq !== records) throw new Error(`record ${records} is missing`);
      fold.add(record);
    }
  }
  return { records, checkpoint: fold.checkpoint() };
}
