import type { JournalRecord, StepFailed, StepIntent, StepResolved } from '../journal/record.ts';
import { defined } from '../value/defined.ts';
import { isoTime } from './iso-time.ts';
import { PackedAttempts } from './packed-attempts.ts';
import type { ReportAttempt } from './report.ts';
import type { StepHistories, StepHistory } from './step-history.ts';

type OpenHistory = { -readonly [Key in keyof StepHistory]: StepHistory[Key] };

type StepRecord = Extract<JournalRecord, { readonly step: string }>;

/**
 * Every try of every step, by address, from the records of a journal as they come. Most steps have one that succeeded: of
 * those no more is kept than makes it again when it is read.
 */
export class AttemptCollector {
  readonly #histories = new Map<string, number | StepHistory>();
  readonly #packed = new PackedAttempts();
  #run = '';

  add(record: JournalRecord): void {
    if (record.kind === 'run.started') this.#run = record.run;
    else if (record.kind === 'unit.redone') for (const step of record.steps) this.#supersede(step);
    else if ('step' in record) this.#addToStep(record);
  }

  get histories(): StepHistories {
    return { get: (step) => this.#historyOf(step) };
  }

  #historyOf(step: string): StepHistory | undefined {
    const known = this.#histories.get(step);
    return typeof known === 'number' ? this.#packed.unpack(known) : known;
  }

  #addToStep(record: StepRecord): void {
    const known = this.#historyOf(record.step);
    const history = known === undefined ? beginHistory(record) : { ...known };
    addRecord(history, record, this.#run);
    this.#histories.set(record.step, this.#packed.pack(history) ?? history);
  }

  #supersede(step: string): void {
    const history = this.#historyOf(step);
    if (history !== undefined) this.#histories.set(step, supersede(history));
  }
}

function beginHistory({ t }: StepRecord): OpenHistory {
  return { attempts: NO_ATTEMPTS, approved: undefined, firstAt: t, lastAt: t };
}

/** The unit was started over: what was tried before stays in the report, and an approval has to be given again. */
function supersede(history: StepHistory): StepHistory {
  const attempts = history.attempts.map((attempt) => ({ ...attempt, is_superseded: true }));
  return { ...history, attempts, approved: undefined };
}

function addRecord(history: OpenHistory, record: StepRecord, run: string): void {
  history.lastAt = record.t;
  const at = isoTime(record.t);
  switch (record.kind) {
    case 'gate.approved':
      if (record.needed === undefined) history.approved = { by: record.by, at };
      return;
    case 'gate.opened':
      history.approved = { by: record.by.join(' and '), at };
      return;
    case 'step.retried':
    case 'slice.done':
      return;
    case 'job.planned':
      begin(history, { attempt: record.attempt, run, started_at: at, outcome: 'open' });
      return;
    case 'step.intent':
      addAttempt(history, intended(record, at, run));
      return;
    case 'step.succeeded':
      finish(history, record.attempt, run, { ended_at: at, outcome: 'succeeded', ...requestIdOf(record) });
      return;
    case 'step.failed':
      finish(history, record.attempt, run, { ended_at: at, ...describeFailure(record) });
      return;
    case 'step.resolved':
      finish(history, record.attempt, run, { outcome: 'unknown', settled: settlementOf(record, at) });
  }
}

const NO_ATTEMPTS: readonly ReportAttempt[] = [];

/** Most steps have one: a list that grows keeps room for sixteen more. */
function addAttempt(history: OpenHistory, attempt: ReportAttempt): void {
  history.attempts = history.attempts.length === 0 ? [attempt] : [...history.attempts, attempt];
}

/** A job that is resumed, or planned anew, continues with its attempt. */
function begin(history: OpenHistory, attempt: ReportAttempt): void {
  const last = history.attempts.at(-1);
  if (last?.attempt !== attempt.attempt || last.is_superseded === true) addAttempt(history, attempt);
}

function intended({ attempt, token }: StepIntent, at: string, run: string): ReportAttempt {
  return { attempt, run, started_at: at, outcome: 'open', ...defined({ token }) };
}

type Ending = Omit<ReportAttempt, 'attempt' | 'run' | 'started_at'>;

/** Reads and waits have no intent: their attempt appears with its end. */
function finish(history: OpenHistory, number: number, run: string, ending: Ending): void {
  const last = history.attempts.at(-1);
  const isOpen =
    last?.attempt === number && last.is_superseded !== true && (last.outcome === 'open' || last.outcome === 'unknown');
  if (!isOpen) addAttempt(history, { attempt: number, run, ...ending });
  else history.attempts = [...history.attempts.slice(0, -1), { ...last, ...ending }];
}

function describeFailure({ outcome, code, message, hint, requestId }: StepFailed): Ending {
  return {
    outcome: outcome === 'terminal' ? 'failed' : outcome,
    code,
    message,
    ...defined({ hint }),
    ...requestIdOf({ requestId }),
  };
}

function settlementOf({ resolution, by, evidence }: StepResolved, at: string): NonNullable<Ending['settled']> {
  return { resolution, by, evidence, at };
}

function requestIdOf({ requestId }: { readonly requestId?: string | undefined }): Pick<ReportAttempt, 'request_id'> {
  return defined({ request_id: requestId });
}
