import { ProviderError } from '@waybill/core';
import { type DocumentCall, unreadable } from '../session/document-calls.ts';
import { callForText, Repeats } from './document-connection.ts';
import { JsonScanner } from './json-scanner.ts';
import type { RawDocument } from './read-page.ts';
import { type WrittenCounts, type WrittenIndex, writeBulk } from './write-bulk.ts';

/** Attempts at a document that the index keeps as it is. Only somebody else who writes to it can need more than two. */
const MOST_ATTEMPTS = 4;

/**
 * Makes documents of an index those of another one: with the version that they have there, so that an older attempt which
 * arrives late changes nothing.
 *
 * A document that was deleted at the source and made anew begins with version 1 again, once the source has forgotten the
 * deletion (`index.gc_deletes`). The index then keeps what it has, although it is older: such a document gets the version
 * after the one that the index has.
 *
 * @throws ProviderError
 */
export async function replaceDocuments(
  target: WrittenIndex,
  documents: readonly RawDocument[],
): Promise<Pick<WrittenCounts, 'created' | 'refused'>> {
  const { created, refused, conflicts } = await writeBulk({ ...target, action: 'replace' }, documents);
  const all = { created, refused: [...refused] };
  let left: readonly RawDocument[] = conflicts;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > MOST_ATTEMPTS) throw isWritten(target, left.length);
    const counts = await overwrite(target, left);
    all.created += counts.created;
    all.refused.push(...counts.refused);
    left = counts.conflicts;
  }
  return all;
}

/** Over what is there, by its version; where nothing is there but the memory of a deletion, by making it. */
async function overwrite(target: WrittenIndex, documents: readonly RawDocument[]): Promise<WrittenCounts> {
  const versions = await versionsOf(target, documents);
  const there = documents.flatMap((document, at) => {
    const version = versions[at];
    return version === undefined ? [] : [{ ...document, version: versionAfter(version) }];
  });
  const absent = documents.filter((_, at) => versions[at] === undefined);
  const counts = await Promise.all([
    writeBulk({ ...target, action: 'replace' }, there),
    writeBulk({ ...target, action: 'create' }, absent),
  ]);
  return {
    created: counts.reduce((sum, { created }) => sum + created, 0),
    refused: counts.flatMap(({ refused }) => refused),
    conflicts: counts.flatMap(({ conflicts }) => conflicts),
  };
}

const GET_VERSIONS: DocumentCall = 'GetVersions';

/** Of documents as they are now; undefined where one is not there. Repeated after faults that may pass. */
async function versionsOf(
  { connection, index, clock, signal }: WrittenIndex,
  documents: readonly RawDocument[],
): Promise<readonly (string | undefined)[]> {
  const docs = documents.map(
    ({ id, routing }) => `{"_id":${id}${routing === undefined ? '' : `,"routing":${routing}`}}`,
  );
  const asked = { call: GET_VERSIONS, args: { index, text: `{"docs":[${docs.join(',')}]}` } };
  const carried = { documents: documents.length, signal };
  const repeats = new Repeats({ clock, signal });
  for (;;) {
    signal.throwIfAborted();
    try {
      return readVersions(await callForText(connection, asked, carried), documents.length);
    } catch (error) {
      await repeats.wait(error);
    }
  }
}

/** The highest one that a cluster takes: over a document that has it, another one can be written with the same alone. */
const HIGHEST_VERSION = 2n ** 63n - 1n;

function versionAfter(version: string): string {
  const number = BigInt(version);
  return String(number < HIGHEST_VERSION ? number + 1n : number);
}

/** @throws ProviderError for an answer that does not say of `count` documents whether they are there */
function readVersions(text: string, count: number): readonly (string | undefined)[] {
  const versions: (string | undefined)[] = [];
  const scanner = new JsonScanner(text);
  try {
    scanner.object((name) => {
      if (name === 'docs') scanner.array(() => versions.push(scanVersion(scanner)));
      else scanner.skip();
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable(GET_VERSIONS, error.message);
    throw error;
  }
  if (versions.length !== count) throw unreadable(GET_VERSIONS, `it does not cover all ${count} documents`);
  return versions;
}

/** Undefined: the document is not there. As it is written, because a double does not hold every version. */
function scanVersion(scanner: JsonScanner): string | undefined {
  let [found, version]: (string | undefined)[] = [];
  scanner.object((name) => {
    if (name === 'found') found = scanner.raw();
    else if (name === '_version') version = scanner.raw();
    else scanner.skip();
  });
  if (found === 'true' && version !== undefined) return version;
  if (found !== 'false') throw unreadable(GET_VERSIONS, 'it does not say whether a document is there');
  return undefined;
}

function isWritten({ index }: WrittenIndex, count: number): ProviderError {
  return new ProviderError(`${count} documents of ${index} change while they are being written.`, {
    vendorCode: 'COPY_IS_WRITTEN',
    class: 'fatal',
    effect: 'possible',
    hint: 'Find out who else writes to it, and stop that until the copy has ended and clients use it.',
  });
}
