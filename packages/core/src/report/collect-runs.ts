import type { JournalRecord } from '../journal/record.ts';
import { defined } from '../value/defined.ts';
import { isoTime } from './iso-time.ts';
import type { ReportRun } from './report.ts';

type OpenRun = { -readonly [Key in keyof ReportRun]: ReportRun[Key] };

/** Every run of a journal. One that was cut off counts until its last record, which decisions made later are not. */
export class RunCollector {
  readonly #runs: OpenRun[] = [];

  get runs(): readonly ReportRun[] {
    return this.#runs;
  }

  add(record: JournalRecord): void {
    const current = this.#runs.at(-1);
    if (record.kind === 'run.started') this.#runs.push(begin(record));
    else if (current === undefined || current.outcome !== null) return;
    else if (record.kind === 'run.ended') end(current, record);
    else if (isOfRun(record)) current.ended_at = isoTime(record.t);
  }
}

function begin(record: Extract<JournalRecord, { readonly kind: 'run.started' }>): OpenRun {
  const { run, planDigest, preview, owner, versions } = record;
  const { host, pid, user, url } = owner;
  const at = isoTime(record.t);
  return {
    run,
    started_at: at,
    ended_at: at,
    outcome: null,
    plan_digest: planDigest,
    ...defined({ preview_digest: preview }),
    owner: { host, pid, user, ...defined({ url }) },
    versions,
    units: {},
  };
}

function end(run: OpenRun, record: Extract<JournalRecord, { readonly kind: 'run.ended' }>): void {
  run.ended_at = isoTime(record.t);
  run.outcome = record.outcome;
  run.units = record.unitCounts;
  if (record.stopReason === undefined) return;
  run.stop_kind = record.stopReason.kind;
  run.stop_reason = record.stopReason.message;
}

function isOfRun(record: JournalRecord): boolean {
  switch (record.kind) {
    case 'step.intent':
    case 'step.succeeded':
    case 'step.failed':
    case 'gate.approved':
    case 'gate.opened':
      return true;
    case 'step.resolved':
      return record.by === 'lookup';
    default:
      return false;
  }
}
