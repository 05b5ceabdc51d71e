import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { parseJson } from './json-fields.ts';
import { listElements } from './list-elements.ts';

/** A list that was read, and where its elements were. */
interface ReadList {
  readonly text: string;
  readonly elements: readonly Json[];
  /** How far before its end each element begins. */
  readonly distances: readonly number[];
  readonly end: number;
}

/**
 * Reads the answers to one request that lists everything each time, newest first, and parses of each only what differs
 * from the one before: up to where the rest of the list is, to the character, the rest of the last one. Each answer is
 * what parsing its whole text gives; unchanged elements at the end are the same objects again.
 */
export class ListReader {
  readonly #field: string;
  #last: ReadList | undefined;

  /** `field`: the list's, in the object that an answer is. */
  constructor(field: string) {
    this.#field = field;
  }

  /** How long the text is that is remembered. */
  get characters(): number {
    return this.#last?.text.length ?? 0;
  }

  /** Undefined when the text is no JSON. */
  read(text: string): Json | undefined {
    const shared = this.#last === undefined ? undefined : this.#readBeginning(text, this.#last);
    if (shared !== undefined) return shared;
    const body = parseJson(text);
    const elements = isJsonObject(body) ? body[this.#field] : undefined;
    const found = Array.isArray(elements) ? listElements(text, this.#field) : undefined;
    if (!Array.isArray(elements) || found?.end === undefined) return body;
    const { starts, end } = found;
    if (starts.length === elements.length && this.#isPlain(text.slice(end + 1)))
      this.#last = { text, elements, distances: starts.map((start) => end - start), end };
    return body;
  }

  #readBeginning(text: string, last: ReadList): JsonObject | undefined {
    const end = text.lastIndexOf(']');
    const kept = firstShared(text, end, last);
    const distance = last.distances[kept];
    if (distance === undefined || !this.#isPlain(text.slice(end + 1))) return undefined;
    const cut = end - distance;
    // The rest begins an element here as well, unless the beginning leaves a string or an object open.
    const found = listElements(text, this.#field, cut);
    if (found === undefined || found.end !== undefined || found.starts.at(-1) !== cut) return undefined;
    const body = parseJson(`${text.slice(0, cut)}null${text.slice(end)}`);
    const beginning = isJsonObject(body) ? body[this.#field] : undefined;
    if (!isJsonObject(body) || !Array.isArray(beginning) || beginning.length !== found.starts.length) return undefined;
    const elements = [...beginning.slice(0, -1), ...last.elements.slice(kept)];
    const starts = found.starts.slice(0, -1);
    const distances = [...starts.map((start) => end - start), ...last.distances.slice(kept)];
    this.#last = { text, elements, distances, end };
    return { ...body, [this.#field]: elements };
  }

  /** What follows the list neither names its field again nor holds what could be mistaken for its end. */
  #isPlain(rest: string): boolean {
    return !rest.includes(']') && !rest.includes('\\') && !rest.includes(`"${this.#field}"`);
  }
}

/** The first element from which the last list is the end of the list that ends at `end`; past the last one: none is. */
function firstShared(text: string, end: number, last: ReadList): number {
  const { distances } = last;
  let [low, high] = [0, distances.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const distance = distances[middle] ?? 0;
    const isShared =
      distance <= end && text.slice(end - distance, end) === last.text.slice(last.end - distance, last.end);
    if (isShared) high = middle;
    else low = middle + 1;
  }
  return low;
}
