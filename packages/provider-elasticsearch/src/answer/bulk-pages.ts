import { assertInvariant } from '@waybill/core';
import { giveMemory } from './bulk-memory.ts';
import { BulkWriter, beginOfAction } from './bulk-writer.ts';
import { type HitsHead, readHits } from './read-hits.ts';

/** The answer of a search, made ready to be written. */
export interface BulkPage extends HitsHead {
  /** By which `bodyOfPage` knows it. */
  readonly name: string;
  readonly count: number;
  /** Of the body. */
  readonly sizeBytes: number;
}

interface HeldPage {
  readonly body: Buffer;
  readonly memory: Buffer;
}

/** Passes that are under way. Calls carry texts and no bytes: they name a page, and it is found here. */
const passes = new Map<string, BulkPass>();
let begun = 0;

/**
 * The pages of one pass through an index, from the bytes that were read to the bytes that are written: as texts and objects they
 * would cost more than all else that is done with them. What nobody has taken is let go when it is disposed of.
 */
export class BulkPass implements Disposable {
  readonly name: string;
  readonly #begin: Buffer;
  readonly #pages = new Map<string, HeldPage>();
  #held = 0;

  /** `type`: of the written mapping, where its cluster has types. */
  constructor(type: string | undefined) {
    begun += 1;
    this.name = String(begun);
    this.#begin = beginOfAction(type);
    passes.set(this.name, this);
  }

  /** A text that `readBulkPage` knows; undefined: it is no answer of a search, or lacks an id or a source. */
  hold(bytes: Buffer): string | undefined {
    const writer = new BulkWriter(bytes, this.#begin);
    const head = headOf(bytes, writer);
    if (head === undefined) {
      giveMemory(writer.memory);
      return undefined;
    }
    this.#held += 1;
    const name = `${this.name}.${this.#held}`;
    const { body, memory, count } = writer;
    if (count === 0) giveMemory(memory);
    else this.#pages.set(name, { body, memory });
    return `${MARK}${JSON.stringify({ ...head, name, count, sizeBytes: body.length } satisfies BulkPage)}`;
  }

  bodyOf(name: string): Buffer | undefined {
    return this.#pages.get(name)?.body;
  }

  /** `isSent`: all of it was read by who got it, so that its memory may be used again. */
  letGo(name: string, isSent: boolean): void {
    const page = this.#pages.get(name);
    this.#pages.delete(name);
    if (isSent && page !== undefined) giveMemory(page.memory);
  }

  [Symbol.dispose](): void {
    passes.delete(this.name);
    this.#pages.clear();
  }
}

function headOf(bytes: Buffer, writer: BulkWriter): HitsHead | undefined {
  try {
    return readHits(bytes, (hit) => writer.add(hit));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** No JSON begins like this. */
const MARK = 'bulk ';

export function isBulkPage(text: string): boolean {
  return text.startsWith(MARK);
}

/** Of the text that a pass has made; undefined: it is another one. */
export function readBulkPage(text: string): BulkPage | undefined {
  return isBulkPage(text) ? (JSON.parse(text.slice(MARK.length)) as BulkPage) : undefined;
}

/** How answers are read for a pass: as their text where they are no page, or the pass has ended. */
export function bulkReader(pass: string): (bytes: Uint8Array) => string {
  return (bytes) => {
    const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const held = passes.get(pass)?.hold(page);
    if (held !== undefined) return held;
    const text = page.toString('utf8');
    // Nobody else may name a page.
    return isBulkPage(text) ? ` ${text}` : text;
  };
}

/** The body of a page that is held. */
export function bodyOfPage(name: string): Buffer {
  const body = passes.get(name.slice(0, name.indexOf('.')))?.bodyOf(name);
  assertInvariant(body !== undefined, `the page ${name} is held while it is written`);
  return body;
}
