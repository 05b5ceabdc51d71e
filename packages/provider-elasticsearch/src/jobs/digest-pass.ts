import { unreadable } from '../session/document-calls.ts';
import { type Comparison, DigestBuckets, type DigestedDocument, digestDocument } from './document-digest.ts';
import { type PagedIndex, withFittingPages } from './page-size.ts';
import type { RawDocument } from './read-page.ts';
import { scrollDocuments } from './scroll-documents.ts';

/** The digests of all documents of an index, or of a slice of it. */
export function digestIndex(index: PagedIndex, comparison: Comparison, size: number): Promise<DigestBuckets> {
  return digestPass(index, comparison, () => {
    const buckets = new DigestBuckets(size);
    return { result: buckets, add: (document) => buckets.add(document) };
  });
}

/** A pass that begins anew, because a page was too large, begins with a result of its own. */
export function digestPass<Result>(
  index: PagedIndex,
  comparison: Comparison,
  begin: () => { readonly result: Result; readonly add: (document: DigestedDocument) => void },
): Promise<Result> {
  return withFittingPages(index, async (size) => {
    const { result, add } = begin();
    await scrollDocuments({ ...index, size }, ({ documents }) => {
      for (const document of documents) add(digestOf(document, comparison));
    });
    return result;
  });
}

function digestOf(document: RawDocument, comparison: Comparison): DigestedDocument {
  try {
    return digestDocument(document, comparison);
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable('ScrollDocuments', 'a document is no JSON');
    throw error;
  }
}
