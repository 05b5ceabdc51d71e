import type { Json, RequestOutline } from '@waybill/core';
import { ListReader } from './list-reader.ts';

/** Beyond these characters, over all lists of a connection, further ones are parsed in full each time. */
const MOST_CHARACTERS = 32_000_000;

/** What the answers to each request of a connection listed last. */
export class LongLists {
  readonly #readers = new Map<string, ListReader>();

  /** Reads the answers to one request, which hold a list in `field`. */
  parserOf({ method, endpoint, path, query, body }: RequestOutline, field: string): (text: string) => Json | undefined {
    const key = JSON.stringify([method, endpoint, path, query, body, field]);
    const reader = this.#readers.get(key) ?? new ListReader(field);
    return (text) => {
      const others = this.#characters() - reader.characters;
      if (others + text.length > MOST_CHARACTERS) {
        this.#readers.delete(key);
        return new ListReader(field).read(text);
      }
      this.#readers.set(key, reader);
      return reader.read(text);
    };
  }

  #characters(): number {
    let characters = 0;
    for (const reader of this.#readers.values()) characters += reader.characters;
    return characters;
  }
}
