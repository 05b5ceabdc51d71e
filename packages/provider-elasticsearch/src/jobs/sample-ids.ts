import type { ScrolledIndex } from './scroll-documents.ts';
import { isTooMuch, sampleDocuments } from './scroll-documents.ts';

/** Ids of some documents from anywhere in an index: fewer than wanted where they are so large that an answer is too much. */
export async function idsOfSample(index: ScrolledIndex): Promise<readonly string[]> {
  for (let size = index.size; ; size = Math.max(1, Math.floor(size / 4))) {
    try {
      const { documents } = await sampleDocuments({ ...index, size });
      return [...new Set(documents.map(({ id }) => JSON.parse(id) as string))];
    } catch (error) {
      if (!isTooMuch(error) || size <= 1) throw error;
    }
  }
}
