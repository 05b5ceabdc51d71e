import type { PlannedUnit } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import type { Lease } from '../journal/checkpoint-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import { atOnce, type Sliced } from '../value/sliced.ts';
import { SettledTracker } from './settled-tracker.ts';
import { LatestDecisions, type SnapshotSource, takeSnapshot } from './snapshot.ts';

/** So many records are at most folded by a reader after the snapshot of a run in progress. */
const RECORDS_BETWEEN = 25_000;

/**
 * Saves snapshots for those who read during a run or after it. What fails here fails nothing else: the journal has
 * everything, and a run that may not write any more learns that from its next record.
 */
export class SnapshotKeeper {
  readonly #lease: Lease;
  readonly #source: SnapshotSource;
  readonly #decisions = new LatestDecisions();
  #fold: CheckpointFold | undefined;
  #settled: SettledTracker | undefined;
  #savedSeq = 0;
  /** The one that is being saved. */
  #saving: Promise<void> | undefined;

  constructor(lease: Lease, source: SnapshotSource) {
    this.#lease = lease;
    this.#source = source;
  }

  /** Every record of the journal in its order, as soon as it is folded. `unit`: of the plan, the one that it is about. */
  read(record: JournalRecord, unit: PlannedUnit | undefined): void {
    this.#decisions.add(record);
    if (unit !== undefined) this.#settled?.add(record, unit);
    if (this.#fold === undefined || record.seq - this.#savedSeq < RECORDS_BETWEEN) return;
    this.#savedSeq = record.seq;
    // By then the rest of the same commit is folded: a snapshot ends where a commit does.
    queueMicrotask(() => {
      if (this.#saving === undefined) void this.save();
    });
  }

  /** The run of the plan has begun: what the fold says is from now on about this plan. */
  begin(fold: CheckpointFold): void {
    atOnce(this.beginSliced(fold));
  }

  /** What `begin` does. Until its end nothing may be recorded. */
  *beginSliced(fold: CheckpointFold): Sliced<void> {
    this.#settled = yield* SettledTracker.ofSliced(this.#source.graph, fold.checkpoint());
    this.#fold = fold;
    this.#savedSeq = fold.lastSeq;
  }

  /** One after the other: a run that ends while one is saved saves another one after it. Never rejects. */
  async save(): Promise<void> {
    while (this.#saving !== undefined) await this.#saving;
    this.#saving = this.#save();
    await this.#saving;
    this.#saving = undefined;
  }

  async #save(): Promise<void> {
    if (this.#fold === undefined) return;
    try {
      await this.#lease.saveSnapshot?.(
        takeSnapshot(this.#source, this.#fold.checkpoint(), this.#decisions.records, this.#settled?.units),
      );
    } catch {
      // Readers use the one before, or the whole journal.
    }
  }
}
