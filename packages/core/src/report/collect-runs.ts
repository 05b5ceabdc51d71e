import type { JournalRecord } from '../journal/record.ts';
import { defined } from '../value/defined.ts';
import type { ReportRun } from './report.ts';

type OpenRun = { -readonly [Key in keyof ReportRun]: ReportRun[Key] };

/** Every run of a journal. One that was cut off counts until its last record, which decisions made later are not. */
export function collectRuns(records: Iterable<JournalRecord>): readonly ReportRun[] {
  const runs: OpenRun[] = [];
  for (const record of records) {
    const at = new Date(record.t).toISOString();
    const current = runs.at(-1);
    if (record.kind === 'run.started') {
      const { run, planDigest, preview, owner, versions } = record;
      const { host, pid, user, url } = owner;
      runs.push({
        run,
        started_at: at,
        ended_at: at,
        outcome: null,
        plan_digest: planDigest,
        ...defined({ preview_digest: preview }),
        owner: { host, pid, user, ...defined({ url }) },
        versions,
        units: {},
      });
    } else if (current === undefined || current.outcome !== null) continue;
    else if (record.kind === 'run.ended') {
      current.ended_at = at;
      current.outcome = record.outcome;
      current.units = record.unitCounts;
      if (record.stopReason !== undefined) {
        current.stop_kind = record.stopReason.kind;
        current.stop_reason = record.stopReason.message;
      }
    } else if (isOfRun(record)) current.ended_at = at;
  }
  return runs;
}

function isOfRun(record: JournalRecord): boolean {
  switch (record.kind) {
    case 'step.intent':
    case 'step.succeeded':
    case 'step.failed':
    case 'gate.approved':
      return true;
    case 'step.resolved':
      return record.by === 'lookup';
    default:
      return false;
  }
}
