import type { Clock } from '../clock.ts';
import { describeThrown } from '../errors.ts';
import type { CheckpointFold } from './checkpoint.ts';
import type { Lease } from './checkpoint-store.ts';
import type { JournalRecord, NewRecord, RecordBody } from './record.ts';

/**
 * Appends records with coalesced commits: what is appended while no further commit may begin goes into the next one, so
 * that many steps share one disk sync. The first failed commit is final (a database that failed to sync may have lost
 * pages that it will never report again): it and everything after it is refused with the same error, whatever became of
 * commits that were under way beside it.
 */
export class JournalWriter {
  readonly #lease: Lease;
  readonly #clock: Clock;
  readonly #fold: CheckpointFold;
  readonly #followers: ((record: JournalRecord) => void)[] = [];
  #pending: PendingRecord[] = [];
  #isCommitting = false;
  #count = 0;
  #failure: Error | undefined;
  /** Commits under way, oldest first. Each settles after the one before it. */
  readonly #underWay: Promise<void>[] = [];

  /** `fold` has read the journal so far; it is given each record as soon as that is durable. */
  constructor(lease: Lease, clock: Clock, fold: CheckpointFold) {
    this.#lease = lease;
    this.#clock = clock;
    this.#fold = fold;
  }

  /** `onRecord` is given each record from now on, as soon as it is folded and before whoever appended it continues. */
  follow(onRecord: (record: JournalRecord) => void): void {
    this.#followers.push(onRecord);
  }

  /**
   * Resolves when the record is durable and folded.
   *
   * @throws LeaseLostError
   * @throws JournalWriteError
   */
  append(body: RecordBody): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#count += 1;
    const record: NewRecord = { rid: `${this.#lease.epoch}-${this.#count}`, t: this.#clock.now(), ...body };
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      if (!this.#isCommitting) void this.#commitAll();
    });
  }

  async #commitAll(): Promise<void> {
    this.#isCommitting = true;
    // One turn of the microtask queue lets every append of the same tick join the first commit.
    await Promise.resolve();
    try {
      while (this.#pending.length > 0) {
        while (this.#underWay.length >= this.#lease.commitsAtOnce) await this.#underWay[0];
        await this.#gather();
        this.#commit();
      }
    } catch (error) {
      this.#refusePending(error);
    }
    this.#isCommitting = false;
  }

  /** A store that cannot even begin a commit is as final as a commit that failed. */
  #refusePending(error: unknown): void {
    this.#failure ??= asError(error);
    const refused = this.#pending;
    this.#pending = [];
    for (const pending of refused) pending.reject(this.#failure);
  }

  /**
   * As long as each turn brings more: what has arrived already shares one sync. It ends, because a step that waits for
   * its record brings nothing more.
   */
  async #gather(): Promise<void> {
    for (let known = 0; known < this.#pending.length; ) {
      known = this.#pending.length;
      await this.#lease.gather();
    }
  }

  #commit(): void {
    const batch = this.#pending;
    this.#pending = [];
    const written =
      this.#failure === undefined
        ? this.#lease.append(batch.map((pending) => pending.record))
        : Promise.reject(this.#failure);
    this.#underWay.push(this.#settle(batch, written, this.#underWay.at(-1)));
  }

  /** Never rejects: each record's own promise does. */
  async #settle(
    batch: readonly PendingRecord[],
    written: Promise<void>,
    before: Promise<void> | undefined,
  ): Promise<void> {
    try {
      const [outcome] = await Promise.allSettled([written, before]);
      if (this.#failure !== undefined) throw this.#failure;
      if (outcome.status === 'rejected') throw outcome.reason;
      for (const pending of batch) {
        const record = { ...pending.record, seq: this.#fold.lastSeq + 1, epoch: this.#lease.epoch };
        this.#fold.add(record);
        for (const onRecord of this.#followers) onRecord(record);
      }
      void this.#acknowledge(batch);
    } catch (error) {
      this.#failure ??= asError(error);
      for (const pending of batch) pending.reject(this.#failure);
    }
    // Commits settle in their order, so the oldest is this one.
    void this.#underWay.shift();
  }

  /**
   * Intents first: their calls leave in a row, and what follows from outcomes is worked on while the vendor works on the calls.
   * Never rejects: the records are durable, whatever becomes of the store.
   */
  async #acknowledge(batch: readonly PendingRecord[]): Promise<void> {
    const [intents, others] = [batch.filter(isIntent), batch.filter((pending) => !isIntent(pending))];
    for (const intent of intents) intent.resolve();
    if (intents.length > 0 && others.length > 0) await this.#lease.gather().catch(() => {});
    for (const other of others) other.resolve();
  }
}

function isIntent({ record }: PendingRecord): boolean {
  return record.kind === 'step.intent';
}

interface PendingRecord {
  readonly record: NewRecord;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(describeThrown(thrown));
}
