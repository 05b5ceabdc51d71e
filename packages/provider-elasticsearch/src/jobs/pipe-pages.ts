import type { DocumentPage } from './read-page.ts';

/** A page of more characters has one document, which is several times as large as a page should be. */
const LARGE_PAGE_CHARACTERS = 4_000_000;

/** Reads pages, one after another. */
export type ReadPages<Page> = (take: (page: Page) => Promise<void>) => Promise<void>;

/**
 * Gives each page that `read` reads to `write`, of which one call is under way while the next page is read, unless the page is a large one: two of
 * those in memory for each slice would be too many. Whatever the end is, none is under way when it ends.
 *
 * @throws ProviderError
 */
export async function pipePages<Page extends Pick<DocumentPage, 'characters'>>(
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
      if (page.characters > LARGE_PAGE_CHARACTERS) await writing;
    });
    await writing;
  } finally {
    await Promise.allSettled([writing]);
  }
}
