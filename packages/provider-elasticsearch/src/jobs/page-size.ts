import { ProviderError } from '@waybill/core';
import type { DocumentPage } from './read-page.ts';
import { isTooLarge, type ScrolledIndex, searchDocuments } from './scroll-documents.ts';

/** Characters that a page should have: enough to make round trips cheap, and little beside the memory of a node. */
const WANTED_CHARACTERS = 5_000_000;
/** More in one page gain nothing. */
const MOST_PER_PAGE = 5_000;
const SAMPLE = 100;

export type PagedIndex = Omit<ScrolledIndex, 'size'>;

/**
 * Reads an index in pages of a size that suits its documents. A page that is too large to be read all the same means that
 * documents differ much: then `pass` begins anew with half of the size.
 */
export async function withFittingPages<Result>(
  index: PagedIndex,
  pass: (size: number) => Promise<Result>,
  mostPerPage: number = MOST_PER_PAGE,
): Promise<Result> {
  for (let size = await fittingSize(index, mostPerPage); ; size = Math.floor(size / 2)) {
    try {
      return await pass(size);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (size <= 1) throw tooLarge(error);
    }
  }
}

/** By the size of some documents. */
async function fittingSize(index: PagedIndex, mostPerPage: number): Promise<number> {
  for (let sample = Math.min(SAMPLE, mostPerPage); ; sample = Math.floor(sample / 4)) {
    try {
      return sizeFor(await searchDocuments({ ...index, size: Math.max(1, sample) }), mostPerPage);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (sample <= 1) throw tooLarge(error);
    }
  }
}

/** Pure. */
export function sizeFor(sample: Pick<DocumentPage, 'documents' | 'characters'>, mostPerPage: number): number {
  if (sample.documents.length === 0) return mostPerPage;
  const average = sample.characters / sample.documents.length;
  return Math.max(1, Math.min(mostPerPage, Math.floor(WANTED_CHARACTERS / average)));
}

function tooLarge(error: unknown): ProviderError {
  return new ProviderError('One document alone is larger than what is read of an answer.', {
    vendorCode: 'RESPONSE_TOO_LARGE',
    class: 'fatal',
    effect: 'none',
    hint: 'Use method: remote, with which the document does not pass through this machine.',
    cause: error,
  });
}
