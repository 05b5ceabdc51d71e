import { fieldsOf, parseJson, textOf } from '@waybill/provider-kit';
import { hashOfId, hashOfPlainId } from './id-hash.ts';
import { MurmurHash } from './murmur-hash.ts';
import { type Hit, type HitsHead, type Place, readHits } from './read-hits.ts';

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
  const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const digests = new DigestWriter(page);
  try {
    const head = readHits(page, (hit) => digests.add(hit));
    if (head !== undefined) return `${MARK}${JSON.stringify(head)}\n${digests.digests}`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return page.toString('utf8');
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
  const head = fieldsOf<HitsHead>(parseJson(text.slice(MARK.length, end)));
  return {
    scrollId: textOf(head.scrollId),
    isTimedOut: head.isTimedOut !== false,
    failedShards: typeof head.failedShards === 'number' ? head.failedShards : -1,
    digests: Buffer.from(text.slice(end + 1), 'latin1'),
  };
}

/** Adds up the digests of the documents of one page. */
class DigestWriter {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #hash = new MurmurHash();
  #digests: Buffer = Buffer.allocUnsafe(DIGEST_BYTES * 256);
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get digests(): string {
    return this.#digests.toString('latin1', 0, this.#length);
  }

  add({ id, routing, source }: Hit): void {
    const hash = this.#hash;
    hash.begin();
    this.#addText(id);
    this.#addText(routing);
    hash.add(this.#view, source.from, source.to);
    const of = hashOfPlainId(this.#bytes, id.from + 1, id.to - 1) ?? hashOfId(this.#textOf(id));
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
