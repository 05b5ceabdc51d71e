import { hash } from 'node:crypto';
import type { JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { hashOfId } from '../answer/id-hash.ts';
import { DIGEST_BYTES } from '../answer/page-digests.ts';
import { canonicalSource } from './canonical-source.ts';
import type { RawDocument } from './read-page.ts';

/** How documents are compared: byte for byte, or by what their JSON means. */
export type Comparison = 'bytes' | 'value';

export interface DigestedDocument {
  readonly id: string;
  readonly routing: string | undefined;
  /** Of id, routing and source: bytes as characters up to U+00FF, of which the first 16 are summed up. */
  readonly digest: string;
}

/**
 * By value. Byte for byte, answers are digested before they are texts: `digestAnswer`.
 *
 * @throws SyntaxError for a source that is no JSON
 */
export function digestDocument(document: RawDocument): DigestedDocument {
  const id = textIn(document.id);
  const routing = document.routing === undefined ? undefined : textIn(document.routing);
  const content = canonicalSource(document.source);
  // A string costs a third of a buffer, of which a comparison would make one for each document.
  return { id, routing, digest: hash('sha1', `${id}\0${routing ?? ''}\0${content}`, 'binary') };
}

/** Of a JSON string. */
function textIn(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
}

const BYTES_OF_BUCKET = 20;
/** Of 32 bits, the lowest first: two sums of 64 bits. */
const WORDS_OF_BUCKET = 4;
const WORD = 2 ** 32;

/**
 * Sums of the digests of documents, by buckets of their ids. Sums do not depend on order or on how the documents were cut
 * into slices, and unlike an exclusive or they notice a pair.
 */
export class DigestBuckets {
  readonly counts: Uint32Array;
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.counts = new Uint32Array(size);
    this.#words = new Uint32Array(size * WORDS_OF_BUCKET);
  }

  get size(): number {
    return this.counts.length;
  }

  get documents(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  add({ id, digest }: DigestedDocument): void {
    this.#addTo(hashOfId(id) % this.size, 1, (word) => wordOf(digest, word * 4));
  }

  /** Documents as `readDigests` gives them. */
  addAll(digests: Buffer): void {
    for (let begin = 0; begin < digests.length; begin += DIGEST_BYTES)
      this.#addTo(digests.readUInt32LE(begin) % this.size, 1, (word) => digests.readUInt32LE(begin + 4 + word * 4));
  }

  merge(other: DigestBuckets): void {
    for (const [at, count] of other.counts.entries())
      this.#addTo(at, count, (word) => other.#words[at * WORDS_OF_BUCKET + word] ?? 0);
  }

  /** Buckets in which the other has other documents. */
  differencesTo(other: DigestBuckets): readonly number[] {
    return [...this.counts.keys()].filter((at) => {
      const begin = at * WORDS_OF_BUCKET;
      const words = this.#words.subarray(begin, begin + WORDS_OF_BUCKET);
      return this.counts[at] !== other.counts[at] || words.some((word, of) => word !== other.#words[begin + of]);
    });
  }

  /** 27 characters a bucket. */
  toText(): string {
    const bytes = Buffer.alloc(this.size * BYTES_OF_BUCKET);
    for (const [at, count] of this.counts.entries()) {
      for (let word = 0; word < WORDS_OF_BUCKET; word += 1)
        bytes.writeUInt32LE(this.#words[at * WORDS_OF_BUCKET + word] ?? 0, at * BYTES_OF_BUCKET + word * 4);
      bytes.writeUInt32LE(count, at * BYTES_OF_BUCKET + 16);
    }
    return bytes.toString('base64');
  }

  static fromText(text: string): DigestBuckets {
    const bytes = Buffer.from(text, 'base64');
    const buckets = new DigestBuckets(bytes.length / BYTES_OF_BUCKET);
    for (let at = 0; at < buckets.size; at += 1) {
      const begin = at * BYTES_OF_BUCKET;
      buckets.#addTo(at, bytes.readUInt32LE(begin + 16), (word) => bytes.readUInt32LE(begin + word * 4));
    }
    return buckets;
  }

  /** Each sum keeps 64 bits: what the second of its words has over is lost. */
  #addTo(at: number, count: number, wordAt: (word: number) => number): void {
    this.counts[at] = (this.counts[at] ?? 0) + count;
    for (let word = 0, carry = 0; word < WORDS_OF_BUCKET; word += 1) {
      const place = at * WORDS_OF_BUCKET + word;
      const sum = (this.#words[place] ?? 0) + wordAt(word) + (word === 2 ? 0 : carry);
      this.#words[place] = sum;
      carry = sum >= WORD ? 1 : 0;
    }
  }
}

/** Four bytes of a digest, the lowest first. */
function wordOf(digest: string, at: number): number {
  const lower = digest.charCodeAt(at) | (digest.charCodeAt(at + 1) << 8);
  const upper = digest.charCodeAt(at + 2) | (digest.charCodeAt(at + 3) << 8);
  return (lower | (upper << 16)) >>> 0;
}

/** How many buckets there may be, so that all slices of both sides together are kept by the engine. */
export function bucketsFor(slices: number): number {
  return Math.max(
    MOST_BUCKETS >> 6,
    Math.min(MOST_BUCKETS, Math.floor(MOST_TEXT_CHARACTERS / (27 * Math.max(1, slices)))),
  );
}

const MOST_BUCKETS = 1_024;
const MOST_TEXT_CHARACTERS = 700_000;

export function readComparison({ comparison }: JsonObject): Comparison {
  return textOf(comparison) === 'bytes' ? 'bytes' : 'value';
}
