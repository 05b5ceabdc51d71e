/**
 * What slices of own work left out, such as documents that the target refused: all of it, whatever its number, where the journal
 * names the first ones. It lies beside the journal, because it may be larger than anything that is read at every start. Written
 * before the result of the slice is journaled; a slice that is done again writes it again.
 */
export interface LeftOutStore {
  /** For people: `shop.db.refused.jsonl, next to the state`. */
  readonly place: string;
  /** Whole lines, durable when resolved. One call at a time is under way in a process. */
  append(lines: readonly string[]): Promise<void>;
  /** Every line, oldest first, without its line break; one that a process was killed in may be a part of a line. Takes no lock. */
  read(): AsyncIterable<string>;
}

/** As long as the array exists. */
export class LeftOutInMemory implements LeftOutStore {
  readonly place = 'the memory of this process';
  readonly #lines: string[];

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  async append(lines: readonly string[]): Promise<void> {
    this.#lines.push(...lines);
  }

  async *read(): AsyncIterable<string> {
    yield* this.#lines;
  }
}
