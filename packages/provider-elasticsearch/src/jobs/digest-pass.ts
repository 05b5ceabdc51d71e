import type { JobContext } from '@waybill/core';
import { unreadable } from '../session/document-calls.ts';
import { type Comparison, DigestBuckets, type DigestedDocument, digestDocument } from './document-digest.ts';
import { type PagedIndex, withFittingPages } from './page-size.ts';
import type { RawDocument } from './read-page.ts';
import { scrollDigests, scrollDocuments } from './scroll-documents.ts';

/** The digests of all documents of an index, or of a slice of it. */
export function digestIndex(index: PagedIndex, comparison: Comparison, into: DigestInto): Promise<DigestBuckets> {
  if (comparison === 'bytes') return digestBytes(index, into);
  const begin = () => {
    const buckets = new DigestBuckets(into.buckets);
    return { result: buckets, add: (document: DigestedDocument) => buckets.add(document) };
  };
  return digestPass(index, begin, into.report);
}

interface DigestInto {
  /** How many. */
  readonly buckets: number;
  /** Hears how many documents a pass has read. */
  readonly report: JobContext['report'];
}

/** A pass that begins anew, because a page was too large, begins with a result of its own. */
function digestBytes(index: PagedIndex, into: DigestInto): Promise<DigestBuckets> {
  return withFittingPages(index, async (size) => {
    const buckets = new DigestBuckets(into.buckets);
    let read = 0;
    await scrollDigests({ ...index, size }, ({ digests, count }) => {
      buckets.addAll(digests);
      read += count;
      into.report?.(read);
    });
    return buckets;
  });
}

/** By value. A pass that begins anew begins with a result of its own here as well. */
export function digestPass<Result>(
  index: PagedIndex,
  begin: () => { readonly result: Result; readonly add: (document: DigestedDocument) => void },
  report?: JobContext['report'],
): Promise<Result> {
  return withFittingPages(index, async (size) => {
    const { result, add } = begin();
    let read = 0;
    await scrollDocuments({ ...index, size }, ({ documents }) => {
      for (const document of documents) add(digestOf(document));
      read += documents.length;
      report?.(read);
    });
    return result;
  });
}

function digestOf(document: RawDocument): DigestedDocument {
  try {
    return digestDocument(document);
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable('ScrollDocuments', 'a document is no JSON');
    throw error;
  }
}
