import type { CheckpointStore, JournalRecord } from '@waybill/core';
import type { DecisionNote } from './views/json-objects.ts';

/** Older ones are in the journal that `waybill state export` prints. */
const KEPT_DECISIONS = 100;

/** What people decided about this plan's units and steps, oldest first. Takes no lock. */
export async function readDecisions(store: CheckpointStore): Promise<readonly DecisionNote[]> {
  let found: readonly DecisionNote[] = [];
  for await (const batch of store.read()) found = [...found, ...batch.flatMap(noteOf)].slice(-KEPT_DECISIONS);
  return found;
}

function noteOf(record: JournalRecord): readonly DecisionNote[] {
  const at = new Date(record.t).toISOString();
  switch (record.kind) {
    case 'step.retried':
      return [{ at, address: record.step, decision: 'retry', by: record.by, reason: record.reason }];
    case 'unit.redone':
      return [{ at, address: record.unit, decision: 'redo', by: record.by, reason: record.reason }];
    case 'unit.decided': {
      const decision = record.decision === 'skipped' ? 'skip' : 'accept';
      return [{ at, address: record.unit, decision, by: record.by, reason: record.reason }];
    }
    case 'step.resolved': {
      if (record.by !== 'person') return [];
      const decision = record.resolution === 'happened' ? 'adopt' : 'did-not-happen';
      return [{ at, address: record.step, decision, ...splitEvidence(record.evidence) }];
    }
    default:
      return [];
  }
}

/** A person's evidence begins with who it was. */
function splitEvidence(evidence: string): { readonly by: string; readonly reason: string } {
  const [by = '', ...reason] = evidence.split(': ');
  return { by, reason: reason.join(': ') };
}
