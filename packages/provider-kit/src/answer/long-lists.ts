import type { Json, RequestOutline } from '@waybill/core';
import { ListReader } from './list-reader.ts';

/** Beyond these characters, over all lists of a connection, further ones are parsed in full each time. */
const MOST_CHARACTERS = 32_000_000;

/** A list that was not read while so many others were, for each that is kept, is not needed any more. */
const ROUNDS_KEPT = 16;
const LEAST_READS_KEPT = 64;

interface KeptList {
  readonly reader: ListReader;
  /** Number of its last read. */
  readonly readAt: number;
}

/** What the answers to each request of a connection listed last. Lists that are asked for no more are let go. */
export class LongLists {
  /** The one that was not read for longest is first. */
  readonly #kept = new Map<string, KeptList>();
  #reads = 0;

  /** Lists that are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** Reads the answers to one request, which hold a list in `field`. */
  parserOf({ method, endpoint, path, query, body }: RequestOutline, field: string): (text: string) => Json | undefined {
    const key = JSON.stringify([method, endpoint, path, query, body, field]);
    const reader = this.#kept.get(key)?.reader ?? new ListReader(field);
    return (text) => {
      this.#reads += 1;
      this.#kept.delete(key);
      this.#dropUnread();
      if (this.#characters() + text.length > MOST_CHARACTERS) return new ListReader(field).read(text);
      this.#kept.set(key, { reader, readAt: this.#reads });
      return reader.read(text);
    };
  }

  #dropUnread(): void {
    const firstKept = this.#reads - LEAST_READS_KEPT - ROUNDS_KEPT * this.#kept.size;
    for (const [key, { readAt }] of this.#kept) {
      if (readAt >= firstKept) return;
      this.#kept.delete(key);
    }
  }

  #characters(): number {
    let characters = 0;
    for (const { reader } of this.#kept.values()) characters += reader.characters;
    return characters;
  }
}
