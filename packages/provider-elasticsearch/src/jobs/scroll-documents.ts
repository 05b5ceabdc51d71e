import { defined, type JobConnection, type JsonObject, ProviderError } from '@waybill/core';
import type { BulkPass } from '../answer/bulk-pages.ts';
import { TOO_MUCH } from '../session/cluster-nodes.ts';
import type { DocumentCall } from '../session/document-calls.ts';
import { callForText, type Repeating, Repeats } from './document-connection.ts';
import {
  type DigestPage,
  type DocumentPage,
  type DocumentParts,
  readDigestPage,
  readPage,
  readWrittenPage,
  type WrittenPage,
} from './read-page.ts';

/** How long the cluster keeps a position between two pages; also what a process that was killed leaves behind. */
const KEEP_ALIVE = '5m';
/** The same where readers wait for their turn: a document alone may take minutes at a slow pace, and each slice reads and writes one. */
const PACED_KEEP_ALIVE = '1h';

function keepAlive({ isPaced }: ScrolledIndex): string {
  return isPaced === true ? PACED_KEEP_ALIVE : KEEP_ALIVE;
}

export interface ScrolledIndex extends Repeating {
  readonly connection: JobConnection;
  readonly index: string;
  /** Undefined: all documents. */
  readonly query: JsonObject | undefined;
  /** Documents of a page. */
  readonly size: number;
  /** @default documents */
  readonly parts?: DocumentParts;
  /**
   * The number of a shard, of which alone documents are read.
   *
   * @default all of them
   */
  readonly shard?: number;
  /** Whether a pace lets the reader wait between two pages. */
  readonly isPaced?: true;
}

/**
 * Gives the documents of an index to `take`, as they were when the first page was read, page by page. The next page is read when
 * it has taken one, whose text is kept no longer. A page cannot be asked for twice, so a lost one ends all of it. The position
 * is given back to the cluster at the end, whatever the end is.
 *
 * @throws ProviderError
 */
export function scrollDocuments(
  options: ScrolledIndex,
  take: (page: DocumentPage) => Promise<void> | void,
): Promise<void> {
  return scrollPages(options, documentsOf(options), take);
}

/** The same of their digests, byte for byte. */
export function scrollDigests(options: ScrolledIndex, take: (page: DigestPage) => void): Promise<void> {
  return scrollPages(options, DIGESTS, take);
}

/** The same of pages that can be written as they are: `pass` holds them. */
export function scrollBulks(
  options: ScrolledIndex,
  pass: Pick<BulkPass, 'name'>,
  take: (page: WrittenPage) => Promise<void>,
): Promise<void> {
  return scrollPages(options, { args: { pass: pass.name }, read: readWrittenPage }, take);
}

/** How an answer is asked for and read. */
interface Reading<Page> {
  readonly args: JsonObject;
  readonly read: (text: string, call: DocumentCall) => Page;
}

const documentsOf = ({ parts }: ScrolledIndex): Reading<DocumentPage> => ({
  args: {},
  read: (text, call) => readPage(text, call, parts),
});

const DIGESTS: Reading<DigestPage> = { args: { digest: true }, read: readDigestPage };

async function scrollPages<Page extends ScrolledPage>(
  options: ScrolledIndex,
  reading: Reading<Page>,
  take: (page: Page) => Promise<void> | void,
): Promise<void> {
  let scrollId: string | undefined;
  try {
    for (let coming = openScroll(options, reading); ; coming = nextPage(options, reading, scrollId ?? '')) {
      const page = await coming;
      scrollId = page.scrollId ?? scrollId;
      if (page.count === 0) return;
      await take(page);
      options.signal.throwIfAborted();
    }
  } finally {
    if (scrollId !== undefined) await clearScroll(options.connection, scrollId);
  }
}

type ScrolledPage = Pick<DocumentPage, 'scrollId' | 'count'>;

/** The first documents of an index, from which on all others can be asked for. */
function openScroll<Page>(options: ScrolledIndex, reading: Reading<Page>): Promise<Page> {
  const { size, query } = options;
  return search(options, reading, { size, sort: ['_doc'], ...defined({ query }) }, keepAlive(options));
}

/** What one search finds, `size` at most. */
export function findDocuments(options: ScrolledIndex): Promise<DocumentPage> {
  const { size, query } = options;
  return search(options, documentsOf(options), { size, ...defined({ query }) });
}

/** Some documents from anywhere in an index: those that lie together are often alike. */
export function sampleDocuments(options: ScrolledIndex): Promise<DocumentPage> {
  const { size, query = { match_all: {} } } = options;
  const drawn = { function_score: { query, random_score: {}, boost_mode: 'replace' } };
  return search(options, documentsOf(options), { size, query: drawn });
}

/** Repeated after faults that may pass: nothing has moved on by it. */
async function search<Page>(
  { connection, index, shard, parts, size, clock, signal }: ScrolledIndex,
  { args, read }: Reading<Page>,
  asked: JsonObject,
  scroll?: string,
): Promise<Page> {
  const call: DocumentCall = 'SearchDocuments';
  const body = { ...asked, ...bodyFor(parts) };
  const preference = shard === undefined ? undefined : `_shards:${shard}`;
  const repeats = new Repeats({ clock, signal });
  for (;;) {
    signal.throwIfAborted();
    try {
      const wanted = { ...args, index, body, ...defined({ scroll, preference }) };
      return read(await callForText(connection, { call, args: wanted }, { documents: size, signal }), call);
    } catch (error) {
      if (isTooMuch(error)) throw error;
      await repeats.wait(error);
    }
  }
}

function bodyFor(parts: DocumentParts = 'documents'): JsonObject {
  if (parts === 'documents') return {};
  return { version: true, ...(parts === 'ids' ? { _source: false } : {}) };
}

async function nextPage<Page>(options: ScrolledIndex, reading: Reading<Page>, scrollId: string): Promise<Page> {
  const { connection, size: documents, signal } = options;
  const call: DocumentCall = 'ScrollDocuments';
  try {
    const args = { ...reading.args, scroll: keepAlive(options), scroll_id: scrollId };
    return reading.read(await callForText(connection, { call, args }, { documents, signal }), call);
  } catch (error) {
    // The cluster has forgotten the position: reading from the beginning helps.
    if (error instanceof ProviderError && error.class === 'not-found')
      throw error.restated({ class: 'transient', ...defined({ hint: forgottenAt(options) }) });
    throw error;
  }
}

function forgottenAt(options: ScrolledIndex): string | undefined {
  return options.isPaced === true
    ? `The cluster has dropped the scroll: two pages were more than ${keepAlive(options)} apart, or it was restarted. Raise pace.bytes, or lower limits.slices, if it happens again.`
    : undefined;
}

/** Housekeeping also while the run stops, when no call waits for its turn any more. Otherwise the cluster forgets it by itself. */
async function clearScroll({ session }: JobConnection, scrollId: string): Promise<void> {
  try {
    await session.call('ClearScroll', { scroll_id: scrollId }, { signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}

/** A page has more bytes than are read of an answer, or takes the cluster longer than is waited for. Fewer documents help. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof ProviderError && error.class === 'transient' && TOO_MUCH.includes(error.vendorCode);
}
