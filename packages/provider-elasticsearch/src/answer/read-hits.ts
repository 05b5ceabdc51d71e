import { objectOf, parseJson, textOf } from '@waybill/provider-kit';
import { ByteScanner } from './byte-scanner.ts';

/** A part of the bytes; `from` is -1 where it is not there. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where the parts of a document are, quotes of texts included. The source is on one line. */
export interface Hit {
  readonly id: Place;
  readonly routing: Place;
  readonly source: Place;
}

/** What the answer of a search says of itself. */
export interface HitsHead {
  /** Of the next page; null where none was asked for. */
  readonly scrollId: string | null;
  readonly isTimedOut: boolean;
  /** Shards that did not answer; -1 where it does not say so. */
  readonly failedShards: number;
}

/**
 * Visits each document of the answer of a search, one way through its bytes, without a text or an object of any of them: `visit`
 * gets the same hit each time. It writes into the bytes: line breaks of a source become spaces, as in a copy.
 *
 * @returns undefined where it has no list of documents, or not all of them have an id and a source
 * @throws SyntaxError where it is no JSON
 */
export function readHits(bytes: Buffer, visit: (hit: Hit) => void): HitsHead | undefined {
  return new HitsReader(bytes, visit).read();
}

const nameOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const [ID, ROUTING, SOURCE] = [nameOf('_id'), nameOf('_routing'), nameOf('_source')];

interface FoundPlace {
  from: number;
  to: number;
}

class HitsReader {
  readonly #bytes: Buffer;
  readonly #visit: (hit: Hit) => void;
  readonly #scanner: ByteScanner;
  readonly #hit: Readonly<Record<keyof Hit, FoundPlace>> = {
    id: { from: -1, to: -1 },
    routing: { from: -1, to: -1 },
    source: { from: -1, to: -1 },
  };

  constructor(bytes: Buffer, visit: (hit: Hit) => void) {
    this.#bytes = bytes;
    this.#visit = visit;
    this.#scanner = new ByteScanner(bytes);
  }

  read(): HitsHead | undefined {
    const scanner = this.#scanner;
    const head = { scrollId: null as string | null, isTimedOut: false, failedShards: -1 };
    let isWhole = false;
    scanner.object((from, to) => {
      const name = this.#bytes.toString('latin1', from, to);
      if (name === 'hits') {
        isWhole = this.#readList();
        return;
      }
      scanner.skip();
      if (name === '_scroll_id') head.scrollId = textOf(parseJson(this.#valueAtHand())) ?? null;
      else if (name === 'timed_out') head.isTimedOut = this.#valueAtHand() !== 'false';
      else if (name === '_shards') head.failedShards = failedIn(this.#valueAtHand());
    });
    return isWhole ? head : undefined;
  }

  #valueAtHand(): string {
    return this.#bytes.toString('utf8', this.#scanner.from, this.#scanner.to);
  }

  /** Whether there was a list, and no document in it that lacks something. */
  #readList(): boolean {
    const scanner = this.#scanner;
    const { id, routing, source } = this.#hit;
    let isWhole = false;
    const readMember = (from: number, to: number): void => this.#readMember(from, to);
    scanner.object((from, to) => {
      if (this.#bytes.toString('latin1', from, to) !== 'hits') {
        scanner.skip();
        return;
      }
      isWhole = true;
      scanner.array(() => {
        id.from = routing.from = source.from = -1;
        scanner.object(readMember);
        if (id.from === -1 || source.from === -1) isWhole = false;
        else this.#visit(this.#hit);
      });
    });
    return isWhole;
  }

  #readMember(from: number, to: number): void {
    const scanner = this.#scanner;
    const { id, routing, source } = this.#hit;
    scanner.skip();
    if (this.#isName(ID, from, to)) keep(id, scanner);
    else if (this.#isName(SOURCE, from, to)) {
      keep(source, scanner);
      if (scanner.hasLineBreaks) this.#onOneLine();
    } else if (this.#isName(ROUTING, from, to)) keep(routing, scanner);
  }

  #isName(name: Uint8Array, from: number, to: number): boolean {
    if (to - from !== name.length) return false;
    for (let at = 0; at < name.length; at += 1) if (this.#bytes[from + at] !== name[at]) return false;
    return true;
  }

  #onOneLine(): void {
    const { from, to } = this.#hit.source;
    for (let at = from; at < to; at += 1) {
      const byte = this.#bytes[at];
      if (byte === 0x0a || byte === 0x0d) this.#bytes[at] = 0x20;
    }
  }
}

function keep(place: FoundPlace, { from, to }: ByteScanner): void {
  place.from = from;
  place.to = to;
}

function failedIn(shards: string): number {
  const { failed } = objectOf(parseJson(shards));
  return typeof failed === 'number' ? failed : -1;
}
