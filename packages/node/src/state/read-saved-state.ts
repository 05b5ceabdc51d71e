import {
  type CheckpointStore,
  foldRecords,
  type Graph,
  type Plan,
  type PlannedUnit,
  type ProviderRegistry,
  VERSION,
} from '@waybill/core';
import { NONE_SETTLED, resumeSnapshot, type SettledUnits } from '@waybill/core/internal';
import { DecisionNotes } from './decision-notes.ts';
import { type JournaledState, readJournaledState } from './read-journaled-state.ts';

/** What a state knows, where the checkpoint may leave out the steps of settled units. */
export interface OpenState extends JournaledState {
  readonly settled: SettledUnits;
}

export interface SavedStateReader {
  readonly plan: Pick<Plan, 'digest'>;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
}

/**
 * As `readSavedState`, with all that is known of one unit. What a snapshot leaves out of it is read from the journal; where
 * the unit is not done after that, the snapshot says something else than the journal, and all of the journal is folded.
 */
export async function readStateOfUnit(
  store: CheckpointStore,
  reader: SavedStateReader,
  unit: PlannedUnit | undefined,
): Promise<OpenState> {
  const open = await readSavedState(store, reader);
  if (unit === undefined || !open.settled.has(unit.address)) return open;
  const addresses = unit.steps.map(({ address }) => address);
  const { steps } = foldRecords((await store.readSteps?.(addresses)) ?? []);
  if (!addresses.every((step) => steps.get(step)?.status === 'succeeded'))
    return { ...(await readJournaledState(store, reader.graph)), settled: NONE_SETTLED };
  const settled = new Map(open.settled);
  settled.delete(unit.address);
  return { ...open, settled, checkpoint: { ...open.checkpoint, steps: new Map([...open.checkpoint.steps, ...steps]) } };
}

/**
 * From the snapshot that the last run saved and the records after it; from the whole journal where there is no snapshot that
 * fits. Takes no lock.
 */
async function readSavedState(store: CheckpointStore, reader: SavedStateReader): Promise<OpenState> {
  const saved = await store.readSnapshot?.();
  const versionOf = (part: string) => (part === 'core' ? VERSION : reader.registry.get(part)?.version);
  const plan = { graph: reader.graph, digest: reader.plan.digest, versionOf };
  const open = saved === undefined ? undefined : await resumeSnapshot(saved, store.read(saved.seq), plan);
  if (open === undefined) return { ...(await readJournaledState(store, reader.graph)), settled: NONE_SETTLED };
  const notes = new DecisionNotes();
  for (const record of open.decisions) notes.add(record);
  return { checkpoint: open.checkpoint, settled: open.settled, decisions: notes.latest };
}
