import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Checkpoint, CheckpointStore, Graph } from '@waybill/core';
import { foldJournal } from '@waybill/core/internal';
import { type DecisionNote, DecisionNotes } from './decision-notes.ts';

export interface JournaledState {
  readonly checkpoint: Checkpoint;
  /** What operators decided about this plan's units and steps, oldest first. */
  readonly decisions: readonly DecisionNote[];
}

/** Both come from one reading: the journal can be long, and between two readings a run could write. Takes no lock. */
export async function readJournaledState(
  store: CheckpointStore,
  { renames }: Pick<Graph, 'renames'>,
): Promise<JournaledState> {
  const notes = new DecisionNotes();
  const fold = await foldJournal(store, { renames, onRecord: (record) => notes.add(record), pause: nextTurn });
  return { checkpoint: fold.checkpoint(), decisions: notes.latest };
}
