import { unreadable } from '../session/document-calls.ts';
import { type Comparison, DigestBuckets, type DigestedDocument, digestDocument } from './document-digest.ts';
import { type PagedIndex, withFittingPages } from './page-size.ts';
import type { RawDocument } from './read-page.ts';
import { scrollDigests, scrollDocuments } from './scroll-documents.ts';

/** The digests of all documents of an index, or of a slice of it. */
export function digestIndex(index: PagedIndex, comparison: Comparison, size: number): Promise<DigestBuckets> {
  if (comparison === 'bytes') return digestBytes(index, size);
  return digestPass(index, () => {
    const buckets = new DigestBuckets(size);
    return { result: buckets, add: (document) => buckets.add(document) };
  });
}

/** A pass that begins anew, because a page was too large, begins with a result of its own. */
function digestBytes(index: PagedIndex, size: number): Promise<DigestBuckets> {
  return withFittingPages(index, async (pageSize) => {
    const buckets = new DigestBuckets(size);
    await scrollDigests({ ...index, size: pageSize }, ({ digests }) => buckets.addAll(digests));
    return buckets;
  });
}

/** By value. A pass that begins anew begins with a result of its own here as well. */
export function digestPass<Result>(
  index: PagedIndex,
  begin: () => { readonly result: Result; readonly add: (document: DigestedDocument) => void },
): Promise<Result> {
  return withFittingPages(index, async (size) => {
    const { result, add } = begin();
    await scrollDocuments({ ...index, size }, ({ documents }) => {
      for (const document of documents) add(digestOf(document));
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
