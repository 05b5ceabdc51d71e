import type { JournalRecord, UnitDecided } from '../journal/record.ts';

export interface ReportDecision {
  readonly at: string;
  /** Of the unit or step that it concerns. */
  readonly address: string;
  readonly decision: 'retry' | 'redo' | 'skip' | 'accept' | 'rollback' | 'rolled-back' | 'adopt' | 'did-not-happen';
  readonly by: string;
  readonly reason: string;
}

/** What an operator decided about a unit or step; undefined for any other record. Approvals of gates are apart. */
export function decisionOf(record: JournalRecord): ReportDecision | undefined {
  switch (record.kind) {
    case 'step.retried':
      if (record.run !== undefined) return undefined;
      return { at: atOf(record), address: record.step, decision: 'retry', by: record.by, reason: record.reason };
    case 'unit.redone':
      return { at: atOf(record), address: record.unit, decision: 'redo', by: record.by, reason: record.reason };
    case 'unit.decided': {
      return { at: atOf(record), address: record.unit, decision: wordOf(record), by: record.by, reason: record.reason };
    }
    case 'step.resolved': {
      if (record.by !== 'person') return undefined;
      const decision = record.resolution === 'happened' ? 'adopt' : 'did-not-happen';
      return { at: atOf(record), address: record.step, decision, ...splitEvidence(record.evidence) };
    }
    default:
      return undefined;
  }
}

/** Written out for decisions alone: every record of a run is asked. */
function atOf({ t }: JournalRecord): string {
  return new Date(t).toISOString();
}

function wordOf({ decision, rollback }: UnitDecided): ReportDecision['decision'] {
  if (rollback !== undefined) return rollback === 'begun' ? 'rollback' : 'rolled-back';
  return decision === 'skipped' ? 'skip' : 'accept';
}

/** An operator's evidence begins with who it was. */
function splitEvidence(evidence: string): Pick<ReportDecision, 'by' | 'reason'> {
  const [by = '', ...reason] = evidence.split(': ');
  return { by, reason: reason.join(': ') };
}
