import type { DocumentPage } from './read-page.ts';

/** One document of more characters is several times as large as a page should be. */
const LARGE_DOCUMENT_CHARACTERS = 4_000_000;

/** Reads pages, one after another. */
export type ReadPages<Page> = (take: (page: Page) => Promise<void>) => Promise<void>;

/**
 * Gives each page that `read` reads to `write`, of which one call is under way while the next page is read, unless it is one large document: two of
 * those in memory for each slice would be too many. Whatever the end is, none is under way when it ends.
 *
 * @throws ProviderError
 */
export async function pipePages<Page extends Pick<DocumentPage, 'count' | 'characters'>>(
  read: ReadPages<Page>,
  write: (page: Page) => Promise<void>,
): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  try {
    await read(async (page) => {
      await writing;
      writing = write(page);
      // Whoever waits for it sees its fault; it may come while the next page is read.
      writing.catch(() => {});
      if (page.count === 1 && page.characters > LARGE_DOCUMENT_CHARACTERS) await writing;
    });
    await writing;
  } finally {
    await Promise.allSettled([writing]);
  }
}
