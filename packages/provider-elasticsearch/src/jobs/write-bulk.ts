import { defined, type JobConnection, ProviderError } from '@waybill/core';
import { hasNoPipeline, parseVersion } from '../definition/version.ts';
import { BULK } from '../session/document-calls.ts';
import { writeRoomOf } from '../session/write-room.ts';
import { type BulkOutcome, readBulkAnswer } from './bulk-answer.ts';
import { askForText, type Repeating, Repeats, waitForPace } from './document-connection.ts';
import type { RawDocument } from './read-page.ts';

export interface WrittenIndex extends Repeating {
  readonly connection: JobConnection;
  readonly index: string;
  /** Mapping type, where the cluster has types. */
  readonly type: string | undefined;
  /** The version of its cluster, as a node says it; without it documents pass the default pipeline of the index, if it has one. */
  readonly version?: string;
  /** @default create */
  readonly action?: BulkAction;
}

/** What is done with each document of a bulk. Doing any of them twice does no harm. */
export type BulkAction =
  /** One that is there stays as it is. */
  | 'create'
  /** It takes the place of one that is there, unless that has a higher version; and gets this version. */
  | 'replace'
  /** One that is there is taken away, unless it has a higher version. */
  | 'delete';

export interface WrittenCounts {
  /** Written, or taken away. */
  created: number;
  readonly refused: RefusedDocument[];
  /** Those that stayed as they were, because of what is there, or was there until not long ago. */
  readonly conflicts: RawDocument[];
}

export interface RefusedDocument {
  readonly id: string;
  /** For people, without values. */
  readonly reason: string;
  /** Of the error. Absent where the cluster gave none. */
  readonly type?: string;
  readonly routing?: string;
  /** At the source, where it was asked for. */
  readonly version?: string;
}

/**
 * Writes documents that are not there yet, and leaves those that are as they are, or does another `action` with them. What
 * the cluster has no room for at the moment is sent again, by itself. `sent` gives the answer, or throws
 * the fault, of the first attempt where that was made before.
 *
 * @throws ProviderError when the index takes no documents, or nothing goes forward for about a minute
 */
export async function writeBulk(
  target: WrittenIndex,
  documents: readonly RawDocument[],
  sent?: () => string,
): Promise<WrittenCounts> {
  const counts: WrittenCounts = { created: 0, refused: [], conflicts: [] };
  let left = documents;
  const repeats = new Repeats(target);
  let first = sent;
  while (left.length > 0) {
    target.signal.throwIfAborted();
    const { postponed, error } = await sendOnce(target, left, counts, first);
    first = undefined;
    if (postponed.length < left.length) repeats.progressed();
    left = postponed;
    if (left.length > 0) await repeats.wait(error);
  }
  return counts;
}

interface Postponed {
  readonly postponed: readonly RawDocument[];
  /** Why, of one of them. */
  readonly error: unknown;
}

/** A bulk whose answer was lost counts as one that was not sent: what it had written is there when it is sent again. */
async function sendOnce(
  target: WrittenIndex,
  documents: readonly RawDocument[],
  counts: WrittenCounts,
  sent?: () => string,
): Promise<Postponed> {
  const { type, action } = target;
  try {
    const answer = sent?.() ?? (await sendBulk(target, { text: bulkText(documents, type, action) }, documents.length));
    return settle(documents, readBulkAnswer(answer, documents.length), counts);
  } catch (error) {
    if (isTooLarge(error)) return await sendHalves(target, documents, counts);
    if (error instanceof ProviderError && error.mayPass) return { postponed: documents, error };
    throw error;
  }
}

/**
 * Sends one bulk of so many documents: its `text`, or a `page` that is held, perhaps with a `refresh` of the shards that they go
 * to. Its answer is read by `readBulkAnswer`.
 */
export async function sendBulk(
  target: WrittenIndex,
  body: { readonly text: string } | { readonly page: string; readonly refresh?: true },
  documents: number,
): Promise<string> {
  const { connection, index, signal } = target;
  const args = { index, ...body, ...pipelineFor(target) };
  await waitForPace(connection, { documents, signal });
  const send = (): Promise<string> => askForText(connection, { call: BULK, args });
  const room = writeRoomOf(connection);
  return room === undefined ? await send() : await room.admit(signal, send);
}

/** Documents have passed the pipelines of the source already; templates of the target may have given the copy others. */
function pipelineFor({ version: text = '' }: WrittenIndex): { readonly pipeline?: string } {
  const version = parseVersion(text);
  return version !== undefined && hasNoPipeline(version) ? { pipeline: '_none' } : {};
}

/** The cluster, or a proxy before it, takes no request of that size. */
function isTooLarge(error: unknown): boolean {
  return error instanceof ProviderError && error.httpStatus === 413;
}

async function sendHalves(
  target: WrittenIndex,
  documents: readonly RawDocument[],
  counts: WrittenCounts,
): Promise<Postponed> {
  const [first] = documents;
  if (first !== undefined && documents.length === 1) {
    counts.refused.push(refusedDocument(first, { reason: 'larger than the cluster accepts', type: '' }));
    return { postponed: [], error: undefined };
  }
  const half = Math.ceil(documents.length / 2);
  const left = await sendOnce(target, documents.slice(0, half), counts);
  const right = await sendOnce(target, documents.slice(half), counts);
  return { postponed: [...left.postponed, ...right.postponed], error: left.error ?? right.error };
}

function settle(documents: readonly RawDocument[], outcomes: readonly BulkOutcome[], counts: WrittenCounts): Postponed {
  const postponed: RawDocument[] = [];
  let error: unknown;
  for (const [at, document] of documents.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) continue;
    if (outcome.kind === 'impossible') throw outcome.error;
    if (outcome.kind === 'postponed') {
      postponed.push(document);
      error = outcome.error;
    } else if (outcome.kind === 'refused') counts.refused.push(refusedDocument(document, outcome));
    else if (outcome.kind === 'created') counts.created += 1;
    else if (outcome.kind === 'existed') counts.conflicts.push(document);
  }
  return { postponed, error };
}

/** An action and, but for a deletion, a document, a line each. Every part of it is JSON as it came. */
export function bulkText(
  documents: readonly RawDocument[],
  type: string | undefined,
  action: BulkAction = 'create',
): string {
  const typed = type === undefined ? '' : `"_type":${JSON.stringify(type)},`;
  const name = action === 'replace' ? 'index' : action;
  const lines = documents.map(({ id, routing, source, version }) => {
    const routed = routing === undefined ? '' : `,"routing":${routing}`;
    const versioned = action === 'create' ? '' : `,"version":${version ?? 1},"version_type":"external_gte"`;
    return `{"${name}":{${typed}"_id":${id}${routed}${versioned}}}\n${action === 'delete' ? '' : `${source}\n`}`;
  });
  return lines.join('');
}

function refusedDocument(
  { id, routing, version }: RawDocument,
  { reason, type }: { readonly reason: string; readonly type: string },
): RefusedDocument {
  return {
    id: JSON.parse(id) as string,
    reason,
    ...defined({
      type: type === '' ? undefined : type,
      routing: routing === undefined ? undefined : (JSON.parse(routing) as string),
      version,
    }),
  };
}
