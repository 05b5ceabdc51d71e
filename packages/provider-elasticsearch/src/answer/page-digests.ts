import { fieldsOf, objectOf, parseJson, textOf } from '@waybill/provider-kit';
import { ByteScanner } from './byte-scanner.ts';
import { hashOfId, hashOfPlainId } from './id-hash.ts';
import { MurmurHash } from './murmur-hash.ts';

/** What a comparison byte for byte needs of the answer of a search. */
export interface PageDigests {
  /** Of the next page; undefined where none was asked for. */
  readonly scrollId: string | undefined;
  readonly isTimedOut: boolean;
  /** Shards that did not answer; -1 where it does not say so. */
  readonly failedShards: number;
  /** Of each document `DIGEST_BYTES`: the hash of its id, and 128 bits of id, routing and source. */
  readonly digests: Buffer;
}

export const DIGEST_BYTES = 20;

/**
 * The digests of an answer's documents as one text, made from its bytes: as texts and objects they would cost a client more than
 * it takes to read them. An answer that is none of a search, or that lacks an id or a source, is given as its text.
 *
 * It writes into the bytes: line breaks of a source become spaces, as in a copy.
 */
export function digestAnswer(bytes: Uint8Array): string {
  try {
    const page = new PageReader(bytes).read();
    if (page !== undefined) return page;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** No JSON begins like this. */
const MARK = 'digests ';

export function isDigested(text: string): boolean {
  return text.startsWith(MARK);
}

/** Of the text that `digestAnswer` has made; undefined: it is another one. */
export function readDigests(text: string): PageDigests | undefined {
  if (!isDigested(text)) return undefined;
  const end = text.indexOf('\n');
  const head = fieldsOf<PageHead>(parseJson(text.slice(MARK.length, end)));
  return {
    scrollId: textOf(head.scrollId),
    isTimedOut: head.isTimedOut !== false,
    failedShards: typeof head.failedShards === 'number' ? head.failedShards : -1,
    digests: Buffer.from(text.slice(end + 1), 'latin1'),
  };
}

interface PageHead {
  readonly scrollId: string | null;
  readonly isTimedOut: boolean;
  readonly failedShards: number;
}

const nameOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const [ID, ROUTING, SOURCE] = [nameOf('_id'), nameOf('_routing'), nameOf('_source')];

/** Places in the bytes; -1: it is not there. */
interface Place {
  from: number;
  to: number;
}

class PageReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #scanner: ByteScanner;
  readonly #hash = new MurmurHash();
  readonly #id: Place = { from: -1, to: -1 };
  readonly #routing: Place = { from: -1, to: -1 };
  readonly #source: Place = { from: -1, to: -1 };
  #digests: Buffer = Buffer.allocUnsafe(DIGEST_BYTES * 256);
  #length = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#scanner = new ByteScanner(bytes);
  }

  /** Undefined: it has no list of documents, or not all of them have an id and a source. */
  read(): string | undefined {
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
    if (!isWhole) return undefined;
    return `${MARK}${JSON.stringify(head)}\n${this.#digests.toString('latin1', 0, this.#length)}`;
  }

  #valueAtHand(): string {
    return this.#bytes.toString('utf8', this.#scanner.from, this.#scanner.to);
  }

  /** Whether there was a list, and no document in it that lacks something. */
  #readList(): boolean {
    const scanner = this.#scanner;
    let isWhole = false;
    const readMember = (from: number, to: number): void => this.#readMember(from, to);
    scanner.object((from, to) => {
      if (this.#bytes.toString('latin1', from, to) !== 'hits') {
        scanner.skip();
        return;
      }
      isWhole = true;
      scanner.array(() => {
        this.#id.from = this.#routing.from = this.#source.from = -1;
        scanner.object(readMember);
        if (this.#id.from === -1 || this.#source.from === -1) isWhole = false;
        else this.#digest();
      });
    });
    return isWhole;
  }

  #readMember(from: number, to: number): void {
    const scanner = this.#scanner;
    scanner.skip();
    if (this.#isName(ID, from, to)) keep(this.#id, scanner);
    else if (this.#isName(SOURCE, from, to)) {
      keep(this.#source, scanner);
      if (scanner.hasLineBreaks) this.#onOneLine();
    } else if (this.#isName(ROUTING, from, to)) keep(this.#routing, scanner);
  }

  #isName(name: Uint8Array, from: number, to: number): boolean {
    if (to - from !== name.length) return false;
    for (let at = 0; at < name.length; at += 1) if (this.#bytes[from + at] !== name[at]) return false;
    return true;
  }

  #onOneLine(): void {
    const { from, to } = this.#source;
    for (let at = from; at < to; at += 1) {
      const byte = this.#bytes[at];
      if (byte === 0x0a || byte === 0x0d) this.#bytes[at] = 0x20;
    }
  }

  #digest(): void {
    const hash = this.#hash;
    const { from, to } = this.#id;
    hash.begin();
    this.#addText(this.#id);
    this.#addText(this.#routing);
    hash.add(this.#view, this.#source.from, this.#source.to);
    const of = hashOfPlainId(this.#bytes, from + 1, to - 1) ?? hashOfId(this.#textOf(this.#id));
    this.#write(of, hash);
  }

  /** Of a string without its quotes; without escapes, it is what it is in any. Empty where there is none. */
  #addText(place: Place): void {
    const { from, to } = place;
    if (from === -1) this.#hash.add(this.#view, 0, 0);
    else if (!this.#hasEscapes(place)) this.#hash.add(this.#view, from + 1, to - 1);
    else {
      const text = new TextEncoder().encode(this.#textOf(place));
      this.#hash.add(new DataView(text.buffer, text.byteOffset, text.length), 0, text.length);
    }
  }

  #hasEscapes({ from, to }: Place): boolean {
    for (let at = from; at < to; at += 1) if (this.#bytes[at] === 0x5c) return true;
    return false;
  }

  #textOf({ from, to }: Place): string {
    return String(JSON.parse(this.#bytes.toString('utf8', from, to)));
  }

  #write(id: number, { a, b, c, d }: MurmurHash): void {
    if (this.#length + DIGEST_BYTES > this.#digests.length)
      this.#digests = Buffer.concat([this.#digests, this.#digests]);
    const words = [id, a, b, c, d];
    for (const word of words) {
      this.#digests.writeUInt32LE(word >>> 0, this.#length);
      this.#length += 4;
    }
  }
}

function keep(place: Place, { from, to }: ByteScanner): void {
  place.from = from;
  place.to = to;
}

function failedIn(shards: string): number {
  const { failed } = objectOf(parseJson(shards));
  return typeof failed === 'number' ? failed : -1;
}
