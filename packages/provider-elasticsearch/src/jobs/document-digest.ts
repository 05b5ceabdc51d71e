import { hash } from 'node:crypto';
import type { JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { canonicalSource } from './canonical-source.ts';
import type { RawDocument } from './read-page.ts';

/** How documents are compared: byte for byte, or by what their JSON means. */
export type Comparison = 'bytes' | 'value';

export interface DigestedDocument {
  readonly id: string;
  readonly routing: string | undefined;
  /** Of id, routing and source: 16 bytes as two numbers. */
  readonly low: bigint;
  readonly high: bigint;
}

/** @throws SyntaxError for a source that is no JSON */
export function digestDocument(document: RawDocument, comparison: Comparison): DigestedDocument {
  const id = JSON.parse(document.id) as string;
  const routing = document.routing === undefined ? undefined : (JSON.parse(document.routing) as string);
  const content = comparison === 'bytes' ? document.source : canonicalSource(document.source);
  const digest = hash('sha1', `${id}\0${routing ?? ''}\0${content}`, 'buffer');
  return { id, routing, low: digest.readBigUInt64LE(0), high: digest.readBigUInt64LE(8) };
}

/** FNV-1a over the UTF-16 units of an id, 32 bits: what spreads ids over buckets, the same at every time and place. */
export function hashOfId(id: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) value = Math.imul(value ^ id.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

const BYTES_OF_BUCKET = 20;

/**
 * Sums of the digests of documents, by buckets of their ids. Sums do not depend on order or on how the documents were cut
 * into slices, and unlike an exclusive or they notice a pair.
 */
export class DigestBuckets {
  readonly low: BigUint64Array;
  readonly high: BigUint64Array;
  readonly counts: Uint32Array;

  constructor(size: number) {
    this.low = new BigUint64Array(size);
    this.high = new BigUint64Array(size);
    this.counts = new Uint32Array(size);
  }

  get size(): number {
    return this.counts.length;
  }

  get documents(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  add({ id, low, high }: DigestedDocument): void {
    this.#addTo(hashOfId(id) % this.size, low, high, 1);
  }

  merge(other: DigestBuckets): void {
    for (const [at, count] of other.counts.entries()) this.#addTo(at, other.low[at] ?? 0n, other.high[at] ?? 0n, count);
  }

  /** Buckets in which the other has other documents. */
  differencesTo(other: DigestBuckets): readonly number[] {
    return [...this.counts.keys()].filter(
      (at) =>
        this.counts[at] !== other.counts[at] || this.low[at] !== other.low[at] || this.high[at] !== other.high[at],
    );
  }

  /** 27 characters a bucket. */
  toText(): string {
    const bytes = Buffer.alloc(this.size * BYTES_OF_BUCKET);
    for (const [at, count] of this.counts.entries()) {
      bytes.writeBigUInt64LE(this.low[at] ?? 0n, at * BYTES_OF_BUCKET);
      bytes.writeBigUInt64LE(this.high[at] ?? 0n, at * BYTES_OF_BUCKET + 8);
      bytes.writeUInt32LE(count, at * BYTES_OF_BUCKET + 16);
    }
    return bytes.toString('base64');
  }

  static fromText(text: string): DigestBuckets {
    const bytes = Buffer.from(text, 'base64');
    const buckets = new DigestBuckets(bytes.length / BYTES_OF_BUCKET);
    for (let at = 0; at < buckets.size; at += 1) {
      const begin = at * BYTES_OF_BUCKET;
      const [low, high] = [bytes.readBigUInt64LE(begin), bytes.readBigUInt64LE(begin + 8)];
      buckets.#addTo(at, low, high, bytes.readUInt32LE(begin + 16));
    }
    return buckets;
  }

  /** The arrays keep 64 bits of a sum. */
  #addTo(at: number, low: bigint, high: bigint, count: number): void {
    this.low[at] = (this.low[at] ?? 0n) + low;
    this.high[at] = (this.high[at] ?? 0n) + high;
    this.counts[at] = (this.counts[at] ?? 0) + count;
  }
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
