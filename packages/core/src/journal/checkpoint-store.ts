import { WaybillError } from '../errors.ts';
import { messageOf } from '../value/message-of.ts';
import type { LeftOutStore } from './left-out-store.ts';
import type { ApprovalFacts, JournalRecord, NewRecord, Owner } from './record.ts';

/** A fold of the journal up to a record, as it is kept beside the journal. Never the truth: that is the journal. */
export interface StoredSnapshot {
  /** The last record that it covers, which ends a commit. */
  readonly seq: number;
  readonly body: string;
}

/** A snapshot that is being made. */
export interface SnapshotDraft {
  readonly seq: number;
  /** Its body in parts, each of which is made, in a few milliseconds, when it is asked for. */
  readonly parts: Iterable<string>;
}

/**
 * Where a plan's journal is kept. One contract suite (`@waybill/core/contracts`) holds for every implementation:
 * resolved means durable; a batch is written whole or not at all; `seq` is dense; a stale epoch writes nothing; the same
 * record id twice is written once; reading works while another process writes; a newer format is refused.
 */
export interface CheckpointStore extends AsyncDisposable {
  /** For messages: the file or the database. */
  readonly location: string;
  readonly header: StateHeader;
  /** The committed records after `afterSeq`, oldest first, in batches. Takes no lock. */
  read(afterSeq?: number): AsyncIterable<readonly JournalRecord[]>;
  /** Checks the whole journal as `read` does, without looking at what it says. A store that cannot leaves it out. */
  verify?(): Promise<void>;
  /**
   * Becomes the one writer.
   *
   * @throws StateLockedError while another one lives
   */
  acquire(owner: Owner): Promise<Lease>;
  /**
   * Takes the right to write from whoever has it, dead or alive: whatever that process still tries to commit is refused.
   * For a process that is frozen or out of reach; calls it sent already are settled by the next run.
   */
  breakLock(): Promise<void>;
  /**
   * The fold that a writer saved last, if it belongs to the journal as it is: whole, and of a commit that is there. Takes no
   * lock, and never throws for a snapshot that cannot be used. A store without snapshots leaves it out.
   */
  readSnapshot?(): Promise<StoredSnapshot | undefined>;
  /**
   * The records of these steps, oldest first, each from a commit that is as it was written. Others are not read, so a record
   * that was lost is not missed. Takes no lock. A store that cannot leaves it out.
   */
  readSteps?(steps: readonly string[]): Promise<readonly JournalRecord[]>;
  /** Leaves a message for the writer, whoever that is or will be. Takes no lock. */
  post(request: InboxRequest): Promise<void>;
  /** What own work left out, all of it. A store that cannot keep it leaves it out: then the journal names the first ones alone. */
  readonly leftOut?: LeftOutStore;
  /**
   * Replaces what the run in progress says of itself, for those who watch it; undefined takes it away. It is no part of the
   * state and nothing is decided by it. False when it cannot be kept, which ends no run. A store that cannot leaves it out.
   */
  writeLive?(text: string | undefined): Promise<boolean>;
  /** What was written last, by whichever run, and maybe long ago. Never throws. Takes no lock. */
  readLive?(): Promise<string | undefined>;
  /** Messages that no writer has taken yet, oldest first. Takes no lock. A store that cannot tell leaves it out. */
  readPosted?(): Promise<readonly InboxRequest[]>;
}

/** Made once, when the state is created. */
export interface StateHeader {
  /** Random; unique names and tokens derive from it, so a new state never meets the tasks of an old one. */
  readonly stateId: string;
  readonly plan: string;
  /** Key of the request digests. */
  readonly digestKey: Uint8Array;
}

/** The right to write, until disposed or taken over. */
export interface Lease extends AsyncDisposable {
  /** Increases with every acquisition; written with and checked in every commit. */
  readonly epoch: number;
  /**
   * Whether the right to write is certainly still ours, asked synchronously immediately before the first byte of a request
   * leaves: a process that was frozen and taken over must not send when it wakes. Never throws.
   */
  readonly isHeld: boolean;
  /**
   * What `isHeld` says, or said at most a millisecond ago: for a store that asks a file, so that requests which leave
   * together, or right after a commit, are worth one question. A process that was frozen in between is asked again when it
   * wakes, and one that was taken over in that millisecond is where it would have been had the request left just before.
   * Once the lease was found to be lost, or was given up, it is not held, however short ago it was.
   *
   * @default `isHeld`
   */
  readonly wasJustHeld?: boolean;
  /**
   * How many calls of `append` may be under way at once. Their records are written in the order of the calls, whatever
   * order they resolve in.
   */
  readonly commitsAtOnce: number;
  /** Resolves when a commit should begin. What is recorded until then can share it. */
  gather(): Promise<void>;
  /**
   * Writes all records or none; resolves when they are durable.
   *
   * @throws LeaseLostError
   * @throws JournalWriteError
   */
  append(records: readonly NewRecord[]): Promise<void>;
  /**
   * Keeps a fold of the journal in place of the one before, for those who read without a lock. It need not be durable. Part
   * by part, so that what else is to be done is done in between. Called again only when it has settled.
   *
   * @throws LeaseLostError
   */
  saveSnapshot?(snapshot: SnapshotDraft): Promise<void>;
  /**
   * Messages not taken yet, oldest first. They are removed by `dropRequests`, once their effect is journaled.
   *
   * @throws LeaseLostError a run that waits for hours learns here that it was taken over
   */
  readRequests(): Promise<readonly StoredRequest[]>;
  dropRequests(ids: readonly number[]): Promise<void>;
}

/** What another process may ask of a running one: to open a gate, or to stop as on a first Ctrl-C. */
export type InboxRequest =
  | ({
      readonly kind: 'approve';
      readonly step: string;
      readonly by: string;
    } & ApprovalFacts)
  | { readonly kind: 'cancel'; readonly by: string };

export interface StoredRequest {
  readonly id: number;
  readonly request: InboxRequest;
}

/** A live process holds the state. `owner` is what it said about itself. */
export class StateLockedError extends WaybillError {
  readonly owner: Owner | undefined;

  constructor(location: string, owner: Owner | undefined) {
    super('JOURNAL_LOCKED', `The state ${location} is in use by ${describeOwner(owner)}.`, {
      hint: 'Wait for that run to end, or stop it first: it can be resumed by this command.',
    });
    this.owner = owner;
  }
}

/** Another process took the state over; nothing was written. */
export class LeaseLostError extends WaybillError {
  constructor(location: string) {
    super('JOURNAL_LEASE_LOST', `Another process took over the state ${location}; this one has stopped writing.`, {
      hint: 'Check the other run with `waybill status`; nothing needs to be repaired.',
    });
  }
}

/** The journal could not be written. Final: what was sent but not recorded is settled by the next run. */
export class JournalWriteError extends WaybillError {
  constructor(location: string, cause: unknown) {
    super('JOURNAL_WRITE_FAILED', `The state ${location} cannot be written: ${messageOf(cause)}.`, {
      cause,
      hint: 'Free disk space or repair the file system, then run `waybill resume`: it looks up what was in progress.',
    });
  }
}

/** The state cannot be used: not ours, damaged, of another plan, or written by a newer version. */
export class StateUnusableError extends WaybillError {
  /** The reason alone, without the place and without a full stop. */
  readonly why: string;

  constructor(location: string, why: string, hint: string) {
    super('JOURNAL_UNUSABLE', `The state ${location} cannot be used: ${why}.`, { hint });
    this.why = why;
  }
}

function describeOwner(owner: Owner | undefined): string {
  if (owner === undefined) return 'another process';
  const link = owner.url === undefined ? '' : ` (${owner.url})`;
  return `process ${owner.pid} of ${owner.user} on ${owner.host}${link}`;
}
