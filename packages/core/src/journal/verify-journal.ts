import { damagedState } from './damage.ts';
import type { ChainedRow, JournalChain } from './journal-chain.ts';

/** A row, and the digest of the commit that it ends. */
export interface StoredRow extends ChainedRow {
  readonly chain: string | null;
}

/** The last commit, as the header's row names it. */
export interface JournalHead {
  readonly seq: number;
  readonly chain: string;
}

export interface VerifierOptions {
  readonly chain: JournalChain;
  readonly path: string;
  /** The commit after which the rows begin; the header's digest at the start of the journal. */
  readonly from: JournalHead;
  /** The head when the reading began: rows up to there must be there. */
  readonly head: JournalHead;
}

/**
 * Checks rows in their order, commit by commit.
 *
 * @throws StateUnusableError with the first record that is not as written
 */
export class JournalVerifier {
  readonly #options: VerifierOptions;
  #before: JournalHead;
  #pending: StoredRow[] = [];

  constructor(options: VerifierOptions) {
    this.#options = options;
    this.#before = options.from;
  }

  /** The first record that has not been found in order. */
  get nextSeq(): number {
    return this.#before.seq + 1;
  }

  /** Takes the next rows and gives those whose commit is complete and in order. */
  accept(rows: readonly StoredRow[]): readonly StoredRow[] {
    const verified: StoredRow[] = [];
    for (const row of rows) {
      if (row.seq !== this.#before.seq + this.#pending.length + 1) throw this.#damage('a record is missing');
      this.#pending.push(row);
      if (row.chain === null) continue;
      this.#endCommit(row.chain);
      verified.push(...this.#pending);
      this.#pending = [];
    }
    return verified;
  }

  end(): void {
    if (this.#pending.length > 0) throw this.#damage('its commit has no digest');
    if (this.#before.seq < this.#options.head.seq) throw this.#damage('the end is missing');
  }

  #endCommit(chain: string): void {
    const seq = this.#before.seq + this.#pending.length;
    const { head } = this.#options;
    if (this.#options.chain.commit(this.#before.chain, this.#pending) !== chain)
      throw this.#damage('it does not match its digest');
    if (seq === head.seq && chain !== head.chain) throw this.#damage('the head does not match');
    this.#before = { seq, chain };
  }

  #damage(why: string): Error {
    return damagedState(this.#options.path, why, this.nextSeq);
  }
}
