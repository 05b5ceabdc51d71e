import type { Random } from '../clock.ts';
import {
  type CheckpointStore,
  type InboxRequest,
  type Lease,
  LeaseLostError,
  type StateHeader,
  StateLockedError,
  type StoredRequest,
} from './checkpoint-store.ts';
import { JournalChain } from './journal-chain.ts';
import { LeftOutInMemory, type LeftOutStore } from './left-out-store.ts';
import { newerFormat } from './newer-format.ts';
import { JOURNAL_VERSION, type JournalRecord, type NewRecord, type Owner } from './record.ts';
import { JournalVerifier, type StoredRow } from './verify-journal.ts';

/**
 * The disk of a memory store: what survives when a simulated process dies. Several stores can be opened on one disk, one
 * after the other or, to test the lock, at once.
 */
export class MemoryDisk {
  readonly records: JournalRecord[] = [];
  readonly recordIds: Set<string> = new Set();
  readonly inbox: StoredRequest[] = [];
  readonly header: StateHeader;
  /** By the last record of each commit: the digest of the journal up to there. */
  readonly digests: Map<number, string> = new Map();
  /** What reading a record finds in its place, where a bit of it changed. */
  readonly #changedTexts = new Map<number, string>();
  /** Of what is stored. A newer one than this version writes is refused when it is opened. */
  format: number = JOURNAL_VERSION;
  epoch = 0;
  owner: Owner | undefined;
  isLocked = false;
  requestCount = 0;
  /** See `CheckpointStore.leftOut`. */
  readonly leftOut: string[] = [];
  /** See `CheckpointStore.writeLive`. */
  live: string | undefined;
  /** How many commits may be under way at once. */
  commitsAtOnce = 1;
  /**
   * How long a commit takes.
   *
   * @default no time at all
   */
  commitDelay: () => Promise<void> = async () => {};
  /**
   * Called around every commit, so that a test can end the process at exactly that point by throwing: before it nothing
   * of the batch is kept, after it everything is.
   */
  onCommit: (phase: 'before' | 'after', records: readonly NewRecord[]) => void = () => {};

  constructor(plan: string, random: Random) {
    this.header = { stateId: Buffer.from(random.bytes(16)).toString('hex'), plan, digestKey: random.bytes(32) };
  }

  /** A copy of the state as it is now, which is used at the same time as this one: the same identity, a lock of its own. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk(this.header.plan, { bytes: (count) => new Uint8Array(count), fraction: () => 0 });
    Object.assign(copy, { header: this.header, epoch: this.epoch, commitsAtOnce: this.commitsAtOnce });
    for (const [seq, digest] of this.digests) copy.digests.set(seq, digest);
    for (const record of this.records) {
      copy.records.push(record);
      copy.recordIds.add(record.rid);
    }
    return copy;
  }

  /**
   * An old copy takes the place of the state: only its first `count` records are left, or fewer when a commit would be
   * torn.
   */
  restoreCopy(count: number): void {
    const last = Math.max(0, ...[...this.digests.keys()].filter((seq) => seq <= count));
    for (const { rid, seq } of this.records.splice(last)) {
      this.recordIds.delete(rid);
      this.digests.delete(seq);
      this.#changedTexts.delete(seq);
    }
    this.inbox.length = 0;
  }

  /** Changes one bit of what is stored of a record. */
  flipBit(seq: number, bit: number): void {
    const bytes = Buffer.from(this.#textOf(seq));
    const at = Math.floor(bit / 8) % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
    this.#changedTexts.set(seq, bytes.toString('utf8'));
  }

  /** What is stored, each record as one row, and checked by the same digests as the rows of a file. */
  readVerified(location: string): readonly JournalRecord[] {
    const chain = new JournalChain(this.header.digestKey);
    const from = { seq: 0, chain: chain.header(this.header) };
    const lastSeq = this.records.length;
    const head = { seq: lastSeq, chain: this.digests.get(lastSeq) ?? from.chain };
    const verifier = new JournalVerifier({ chain, path: location, from, head });
    const rows = verifier.accept(this.records.map(({ seq }) => this.#rowOf(seq)));
    verifier.end();
    return rows.map(({ body }) => JSON.parse(body) as JournalRecord);
  }

  /** Ends a commit: `seq` is its last record. */
  endCommit(after: number, seq: number): void {
    const chain = new JournalChain(this.header.digestKey);
    const before = this.digests.get(after) ?? chain.header(this.header);
    const rows = this.records.slice(after, seq).map((record) => this.#rowOf(record.seq));
    if (rows.length > 0) this.digests.set(seq, chain.commit(before, rows));
  }

  #rowOf(seq: number): StoredRow {
    const body = this.#textOf(seq);
    return { seq, rid: '', epoch: 0, t: 0, kind: '', step: null, body, chain: this.digests.get(seq) ?? null };
  }

  #textOf(seq: number): string {
    return this.#changedTexts.get(seq) ?? JSON.stringify(this.records[seq - 1]);
  }

  /** The kernel frees the lock of a process that died. */
  releaseLockOfDeadProcess(): void {
    this.isLocked = false;
  }
}

/**
 * A store that lives as long as its disk object. For simulations and for embedding without files.
 *
 * @throws StateUnusableError when a newer version wrote it
 */
export function openMemoryStore(disk: MemoryDisk): CheckpointStore {
  if (disk.format > JOURNAL_VERSION) throw newerFormat('memory', disk.format);
  return new MemoryStore(disk);
}

class MemoryStore implements CheckpointStore {
  readonly location = 'memory';
  readonly header: StateHeader;
  readonly leftOut: LeftOutStore;
  readonly #disk: MemoryDisk;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.leftOut = new LeftOutInMemory(disk.leftOut);
    this.header = disk.header;
  }

  async *read(afterSeq = 0): AsyncIterable<readonly JournalRecord[]> {
    const records = this.#disk.readVerified(this.location).slice(afterSeq);
    if (records.length > 0) yield records;
  }

  async acquire(owner: Owner): Promise<Lease> {
    if (this.#disk.isLocked) throw new StateLockedError(this.location, this.#disk.owner);
    this.#disk.isLocked = true;
    this.#disk.owner = owner;
    this.#disk.epoch += 1;
    return new MemoryLease(this.#disk, this.#disk.epoch);
  }

  async breakLock(): Promise<void> {
    this.#disk.epoch += 1;
    this.#disk.isLocked = false;
  }

  async post(request: InboxRequest): Promise<void> {
    this.#disk.requestCount += 1;
    this.#disk.inbox.push({ id: this.#disk.requestCount, request });
  }

  async readPosted(): Promise<readonly InboxRequest[]> {
    return this.#disk.inbox.map(({ request }) => request);
  }

  async writeLive(text: string | undefined): Promise<boolean> {
    this.#disk.live = text;
    return true;
  }

  async readLive(): Promise<string | undefined> {
    return this.#disk.live;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class MemoryLease implements Lease {
  readonly epoch: number;
  readonly commitsAtOnce: number;
  readonly #disk: MemoryDisk;
  /** The latest commit. Never rejects: the next one is written after it, whatever became of it. */
  #latest: Promise<void> = Promise.resolve();
  #isGivenUp = false;

  constructor(disk: MemoryDisk, epoch: number) {
    this.#disk = disk;
    this.epoch = epoch;
    this.commitsAtOnce = disk.commitsAtOnce;
  }

  get isHeld(): boolean {
    return !this.#isGivenUp && this.#disk.epoch === this.epoch;
  }

  /** The delay of a commit gathers what comes meanwhile for the next one. */
  async gather(): Promise<void> {}

  append(records: readonly NewRecord[]): Promise<void> {
    const written = this.#append(records, this.#latest);
    this.#latest = written.catch(() => {});
    return written;
  }

  async #append(records: readonly NewRecord[], before: Promise<void>): Promise<void> {
    await this.#disk.commitDelay();
    await before;
    if (this.#disk.epoch !== this.epoch) throw new LeaseLostError('memory');
    this.#disk.onCommit('before', records);
    const after = this.#disk.records.length;
    // A round trip through JSON keeps what a file would keep, and shares no object with the writer.
    for (const copy of JSON.parse(JSON.stringify(records)) as readonly NewRecord[]) {
      if (this.#disk.recordIds.has(copy.rid)) continue;
      this.#disk.recordIds.add(copy.rid);
      this.#disk.records.push({ ...copy, seq: this.#disk.records.length + 1, epoch: this.epoch });
    }
    this.#disk.endCommit(after, this.#disk.records.length);
    this.#disk.onCommit('after', records);
  }

  async readRequests(): Promise<readonly StoredRequest[]> {
    if (this.#disk.epoch !== this.epoch) throw new LeaseLostError('memory');
    return [...this.#disk.inbox];
  }

  async dropRequests(ids: readonly number[]): Promise<void> {
    const kept = this.#disk.inbox.filter((stored) => !ids.includes(stored.id));
    this.#disk.inbox.splice(0, this.#disk.inbox.length, ...kept);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isGivenUp = true;
    if (this.#disk.epoch === this.epoch) this.#disk.isLocked = false;
  }
}
