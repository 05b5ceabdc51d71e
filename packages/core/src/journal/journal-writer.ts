import type { Clock } from '../clock.ts';
import type { CheckpointFold } from './checkpoint.ts';
import type { Lease } from './checkpoint-store.ts';
import type { NewRecord, RecordBody } from './record.ts';

/**
 * Appends records with coalesced commits: whatever is appended while a commit is under way goes into the next one, so
 * that many steps share one disk sync. The first failed commit is final (a database that failed to sync may have lost
 * pages that it will never report again): every later append is refused with the same error.
 */
export class JournalWriter {
  readonly #lease: Lease;
  readonly #clock: Clock;
  readonly #fold: CheckpointFold;
  #pending: PendingRecord[] = [];
  #isCommitting = false;
  #count = 0;
  #failure: Error | undefined;

  /** `fold` has read the journal so far; it is told of each record as soon as that is durable. */
  constructor(lease: Lease, clock: Clock, fold: CheckpointFold) {
    this.#lease = lease;
    this.#clock = clock;
    this.#fold = fold;
  }

  /** Resolves when the record is durable and folded. Throws `LeaseLostError` or `JournalWriteError`. */
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
    while (this.#pending.length > 0) {
      await this.#gather();
      const batch = this.#pending;
      this.#pending = [];
      await this.#commit(batch);
    }
    this.#isCommitting = false;
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

  async #commit(batch: readonly PendingRecord[]): Promise<void> {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#lease.append(batch.map((pending) => pending.record));
      for (const pending of batch) {
        this.#fold.add({ ...pending.record, seq: this.#fold.lastSeq + 1, epoch: this.#lease.epoch });
        pending.resolve();
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      for (const pending of batch) pending.reject(this.#failure);
    }
  }
}

interface PendingRecord {
  readonly record: NewRecord;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}
