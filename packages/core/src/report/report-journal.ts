import { createHash } from 'node:crypto';
import { type Checkpoint, CheckpointFold } from '../journal/checkpoint.ts';
import type { StateHeader } from '../journal/checkpoint-store.ts';
import { journalHeadLine, journalRecordLine } from '../journal/export-journal.ts';
import type { GateApproved, JournalRecord, PlanRebased } from '../journal/record.ts';
import { NO_RENAMES, type Renames, renameRecord } from '../journal/renames.ts';
import { decisionOf, type ReportDecision } from '../standing/collect-decisions.ts';
import { defined } from '../value/defined.ts';
import { AttemptCollector } from './collect-attempts.ts';
import { RunCollector } from './collect-runs.ts';
import { isoTime } from './iso-time.ts';
import type { ReportApproval, ReportEdit, ReportEvidence, ReportRun } from './report.ts';
import type { StepHistories } from './step-history.ts';

/**
 * What a report says of a journal, from its records as they come, oldest first: those of a large plan take more memory than
 * anything else of its report, and none of them is kept.
 */
export class ReportJournal {
  readonly #stateId: string;
  readonly #hash = createHash('sha256');
  readonly #fold = new CheckpointFold();
  readonly #attempts = new AttemptCollector();
  readonly #runs = new RunCollector();
  readonly #approvals: ReportApproval[] = [];
  readonly #decisions: ReportDecision[] = [];
  readonly #edits: ReportEdit[] = [];
  readonly #renames: Renames;
  #count = 0;

  /** @default nothing was renamed */
  constructor(header: Pick<StateHeader, 'plan' | 'stateId'>, renames: Renames = NO_RENAMES) {
    this.#renames = renames;
    this.#stateId = header.stateId;
    this.#hash.update(journalHeadLine(header));
  }

  /** The hash is of what is written; everything else is at present addresses. */
  add(written: JournalRecord): void {
    this.#count += 1;
    this.#hash.update(journalRecordLine(written));
    const record = renameRecord(written, this.#renames);
    this.#fold.add(record);
    this.#attempts.add(record);
    this.#runs.add(record);
    const decision = decisionOf(record);
    if (decision !== undefined) this.#decisions.push(decision);
    if (record.kind === 'gate.approved') this.#approvals.push(describeApproval(record));
    else if (record.kind === 'plan.rebased') this.#edits.push(describeEdit(record));
  }

  get checkpoint(): Checkpoint {
    return this.#fold.checkpoint();
  }

  /** By step. */
  get histories(): StepHistories {
    return this.#attempts.histories;
  }

  get runs(): readonly ReportRun[] {
    return this.#runs.runs;
  }

  get approvals(): readonly ReportApproval[] {
    return this.#approvals;
  }

  get decisions(): readonly ReportDecision[] {
    return this.#decisions;
  }

  get edits(): readonly ReportEdit[] {
    return this.#edits;
  }

  /** `how`: the command that gives the same hash. */
  evidence(how: string): ReportEvidence {
    return { state_id: this.#stateId, records: this.#count, sha256: this.#hash.copy().digest('hex'), how };
  }
}

/** When it was given, where that is known: a run may have taken it later. */
function describeApproval(record: JournalRecord & GateApproved): ReportApproval {
  const { t, step, by, needed, reason, ticket, host, identity, atMs = t } = record;
  const at = isoTime(Number.isFinite(new Date(atMs).getTime()) ? atMs : t);
  return { at, step, by, ...defined({ needed, reason, ticket, host, identity }) };
}

function describeEdit({ t, fromDigest, toDigest, kept, orphaned }: JournalRecord & PlanRebased): ReportEdit {
  return { at: isoTime(t), from_digest: fromDigest, to_digest: toDigest, kept, orphaned };
}
