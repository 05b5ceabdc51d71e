import { type CheckpointStore, decisionOf } from '@waybill/core';
import type { DecisionNote } from './views/json-objects.ts';

/** Older ones are in the journal that `waybill state export` prints. */
const KEPT_DECISIONS = 100;

/** What people decided about this plan's units and steps, oldest first. Takes no lock. */
export async function readDecisions(store: CheckpointStore): Promise<readonly DecisionNote[]> {
  let found: readonly DecisionNote[] = [];
  for await (const batch of store.read())
    found = [...found, ...batch.flatMap((record) => decisionOf(record) ?? [])].slice(-KEPT_DECISIONS);
  return found;
}
