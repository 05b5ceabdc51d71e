import { defined } from '@waybill/core';
import { objectOf, parseJson } from '@waybill/provider-kit';
import { type BulkPage, readBulkPage } from '../answer/bulk-pages.ts';
import { DIGEST_BYTES, readDigests } from '../answer/page-digests.ts';
import { type DocumentCall, unreadable } from '../session/document-calls.ts';
import { JsonScanner } from './json-scanner.ts';

/** A document as the cluster wrote it. Each field is JSON as it came, to be passed on as it is. */
export interface RawDocument {
  /** A JSON string, quotes included. */
  readonly id: string;
  /** A JSON string; undefined where the document lies where its id says. */
  readonly routing: string | undefined;
  /** On one line: the line breaks of a document, which can only be between its parts, are spaces. Empty where it was not asked for. */
  readonly source: string;
  /** A whole number of at most 64 bits, more than a double holds. Where it was asked for. */
  readonly version?: string;
}

export interface DocumentPage {
  /** Of the next page; undefined where none was asked for. */
  readonly scrollId: string | undefined;
  readonly documents: readonly RawDocument[];
  /** Of documents. */
  readonly count: number;
  /** Of the whole answer. */
  readonly characters: number;
}

/** Which parts of documents a search gives. */
export type DocumentParts =
  /** What a document is. */
  | 'documents'
  /** And its version. */
  | 'versioned'
  /** All but its body. */
  | 'ids';

/**
 * The documents of an answer of a search.
 *
 * @throws ProviderError for an answer that is no such, and for one that lacks what a shard should have given
 */
export function readPage(text: string, call: DocumentCall, parts: DocumentParts = 'documents'): DocumentPage {
  const found = scanPage(text, { call, parts });
  refuseParts(found, call);
  const { scrollId, documents } = found;
  return { scrollId, documents, count: documents.length, characters: text.length };
}

export interface DigestPage extends Pick<DocumentPage, 'scrollId' | 'count'> {
  readonly digests: Buffer;
}

/**
 * The digests of an answer of a search that was asked for them.
 *
 * @throws ProviderError as `readPage`
 */
export function readDigestPage(text: string, call: DocumentCall): DigestPage {
  const found = readDigests(text);
  // What could not be digested is read once more, to say why.
  if (found === undefined) throw unreadable(call, `${readPage(text, call).count} documents cannot be compared`);
  refuseParts(found, call);
  const { scrollId, digests } = found;
  return { scrollId, digests, count: digests.length / DIGEST_BYTES };
}

/** A page that can be written as it is. */
export interface WrittenPage extends Pick<DocumentPage, 'scrollId' | 'count' | 'characters'> {
  /** Undefined where it was not read as one. */
  readonly held: BulkPage | undefined;
  /** The same as texts; of one that is held, none. */
  readonly documents: readonly RawDocument[];
}

/**
 * An answer of a search that was asked for by a `BulkPass`.
 *
 * @throws ProviderError as `readPage`
 */
export function readWrittenPage(text: string, call: DocumentCall): WrittenPage {
  const held = readBulkPage(text);
  if (held === undefined) return { ...readPage(text, call), held };
  refuseParts(held, call);
  const { scrollId, count, sizeBytes: characters } = held;
  return { scrollId: scrollId ?? undefined, count, characters, held, documents: [] };
}

/** Of an answer that lacks what a shard should have given. */
function refuseParts(found: Pick<ScannedPage, 'isTimedOut' | 'failedShards'>, call: DocumentCall): void {
  if (found.isTimedOut) throw unreadable(call, 'the search ran out of time, so that documents are missing');
  if (found.failedShards !== 0) throw unreadable(call, `${found.failedShards} shards did not answer`);
}

interface ScannedPage {
  scrollId: string | undefined;
  isTimedOut: boolean;
  failedShards: number;
  readonly documents: RawDocument[];
}

interface Asked {
  readonly call: DocumentCall;
  readonly parts: DocumentParts;
}

function scanPage(text: string, asked: Asked): ScannedPage {
  const { call } = asked;
  const page: ScannedPage = { scrollId: undefined, isTimedOut: false, failedShards: -1, documents: [] };
  let hasHits = false;
  const scanner = new JsonScanner(text);
  try {
    scanner.object((name) => {
      if (name === 'hits') hasHits = scanHits(scanner, page.documents, asked);
      else if (name === '_scroll_id') page.scrollId = JSON.parse(scanner.raw()) as string;
      else if (name === 'timed_out') page.isTimedOut = scanner.raw() !== 'false';
      else if (name === '_shards') page.failedShards = failedIn(scanner.raw());
      else scanner.skip();
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable(call, error.message);
    throw error;
  }
  if (!hasHits) throw unreadable(call, 'it has no list of documents');
  return page;
}

function failedIn(shards: string): number {
  const { failed } = objectOf(parseJson(shards));
  return typeof failed === 'number' ? failed : -1;
}

/** Whether there was a list. */
function scanHits(scanner: JsonScanner, documents: RawDocument[], asked: Asked): boolean {
  let hasList = false;
  scanner.object((name) => {
    if (name !== 'hits') {
      scanner.skip();
      return;
    }
    hasList = true;
    scanner.array(() => documents.push(scanHit(scanner, asked)));
  });
  return hasList;
}

function scanHit(scanner: JsonScanner, { call, parts }: Asked): RawDocument {
  let id: string | undefined;
  let routing: string | undefined;
  let source: string | undefined;
  let version: string | undefined;
  scanner.object((name) => {
    if (name === '_id') id = scanner.raw();
    else if (name === '_source') source = scanner.raw();
    else if (name === '_routing') routing = scanner.raw();
    else if (name === '_version') version = scanner.raw();
    else scanner.skip();
  });
  if (id === undefined || (source === undefined && parts !== 'ids'))
    throw unreadable(call, 'a document has no _id or no _source');
  if (version === undefined && parts !== 'documents') throw unreadable(call, 'a document has no _version');
  return {
    id,
    routing,
    source: onOneLine(source ?? ''),
    ...defined({ version }),
  };
}

/** A line break in the middle would end the line of a bulk. In a string it is escaped, so that only spacing changes. */
function onOneLine(source: string): string {
  return source.includes('\n') || source.includes('\r') ? source.replaceAll(/[\r\n]/g, ' ') : source;
}
