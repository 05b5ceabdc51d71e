import type { DocumentPage } from './read-page.ts';
import { type ScrolledIndex, scrollDocuments } from './scroll-documents.ts';

/**
 * Gives each page to `write`, of which one call is under way while the next page is read. Whatever the end is, none is when
 * it ends.
 *
 * @throws ProviderError
 */
export async function pipePages(read: ScrolledIndex, write: (page: DocumentPage) => Promise<void>): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const page of scrollDocuments(read)) {
      await writing;
      writing = write(page);
      // Whoever waits for it sees its fault; it may come while the next page is read.
      writing.catch(() => {});
    }
    await writing;
  } finally {
    await Promise.allSettled([writing]);
  }
}
