import { type Clock, type JournalRecord, MemoryDisk, type NewRecord } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { Damage, RehearsalOptions, RehearsalPoint } from './rehearsal-options.ts';

const DEFAULT_COMMIT_MS = 1;

export interface RehearsedStateOptions
  extends Pick<RehearsalOptions, 'seed' | 'commitMs' | 'commitsAtOnce' | 'isPreviewed'> {
  readonly planName: string;
  readonly clock: Clock;
  /** Of the process that commits. */
  readonly isDead: () => boolean;
  /** Throws where the process dies. */
  readonly onCommit: (point: RehearsalPoint) => void;
}

/** The disk of a world: what processes commit, and how it is copied, damaged and lost. */
export class RehearsedState {
  /** Ids of records whose commit was acknowledged to a process. */
  readonly acknowledged: Set<string> = new Set();
  readonly #options: RehearsedStateOptions;
  #disk: MemoryDisk;
  #hasLostFirstRun = false;
  /** The record of which a bit has changed. */
  #flippedSeq: number | undefined;
  /** A second copy of the state, which is used at the same time. */
  #copy: MemoryDisk | undefined;
  #commits = 0;
  /** Steps of own work that are cut into slices and not done. */
  readonly #ownWork = new Set<string>();

  constructor(options: RehearsedStateOptions) {
    this.#options = options;
    this.#disk = this.#openDisk(options.seed);
  }

  #openDisk(seed: number): MemoryDisk {
    const { planName, clock, commitMs, commitsAtOnce = 1, isDead, onCommit } = this.#options;
    const disk = new MemoryDisk(planName, createSeededRandom(seed));
    disk.commitsAtOnce = commitsAtOnce;
    disk.commitDelay = () => clock.sleep(commitMs?.() ?? DEFAULT_COMMIT_MS);
    disk.onCommit = (phase, records) => {
      if (isDead()) throw new Error('the process is dead');
      if (phase === 'before') this.#commits += 1;
      const isOwnWork = this.isOwnWork || records.some(isOfOwnWork);
      onCommit({ at: 'commit', when: phase, index: this.#commits, isOwnWork });
      if (phase === 'after') for (const record of records) this.#acknowledge(record);
    };
    return disk;
  }

  #acknowledge(record: NewRecord): void {
    this.acknowledged.add(record.rid);
    if (record.kind === 'job.planned') this.#ownWork.add(record.step);
    if (record.kind === 'step.succeeded' || record.kind === 'step.failed') this.#ownWork.delete(record.step);
  }

  /** Slices of own work are planned and not all done. */
  get isOwnWork(): boolean {
    return this.#ownWork.size > 0;
  }

  get disk(): MemoryDisk {
    return this.#disk;
  }

  get records(): readonly JournalRecord[] {
    return this.#disk.records;
  }

  get commits(): number {
    return this.#commits;
  }

  /** Made when it is first asked for, of the state as it is then. */
  get copy(): MemoryDisk {
    if (this.#copy !== undefined) return this.#copy;
    this.#copy = this.#disk.copy();
    this.#copy.commitDelay = this.#disk.commitDelay;
    return this.#copy;
  }

  /** Puts an old copy of the state in its place, of when it had `count` records: what was recorded since is gone. */
  restoreCopy(count: number): void {
    const hadRun = this.records.some(isStart);
    this.#disk.restoreCopy(count);
    this.#hasLostFirstRun ||= hadRun && !this.records.some(isStart);
    const kept = new Set(this.records.map(({ rid }) => rid));
    for (const rid of this.acknowledged) if (!kept.has(rid)) this.acknowledged.delete(rid);
    this.#flippedSeq = undefined;
  }

  /** A copy from before the first run was put in the state's place: nothing tells its own tasks without a mark from others. */
  get hasLostFirstRun(): boolean {
    return this.#hasLostFirstRun;
  }

  suffer(damage: Damage): void {
    if (damage.kind === 'tail-lost') this.restoreCopy(this.records.length - damage.count);
    if (damage.kind !== 'bit-flipped') return;
    this.#disk.flipBit(damage.seq, damage.bit);
    this.#flippedSeq = damage.seq;
  }

  /** A bit of the state has changed, and no copy has taken its place since. */
  get isDamaged(): boolean {
    return this.#flippedSeq !== undefined;
  }

  /** Puts a copy from before the damage in the state's place. */
  restoreCopyBeforeDamage(): void {
    this.restoreCopy((this.#flippedSeq ?? 1) - 1);
  }

  /**
   * The state is gone, and a machine that has nothing of it begins anew: with an id of its own, or with the one that the
   * preview fixes which both apply.
   */
  lose(): void {
    const { isPreviewed, seed } = this.#options;
    this.acknowledged.clear();
    this.#disk = this.#openDisk(isPreviewed === true ? seed : seed + 1);
  }
}

function isStart({ kind }: JournalRecord): boolean {
  return kind === 'run.started';
}

function isOfOwnWork({ kind }: NewRecord): boolean {
  return kind === 'job.planned' || kind === 'slice.done';
}
