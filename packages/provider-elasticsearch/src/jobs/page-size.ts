import { ProviderError } from '@waybill/core';
import type { DocumentPage } from './read-page.ts';
import { isTooMuch, type ScrolledIndex, sampleDocuments } from './scroll-documents.ts';

/**
 * Characters that a page should have: enough to make round trips cheap, and little beside the memory of a node and of this
 * process, which has one or two of them for each slice at work.
 */
const WANTED_CHARACTERS = 2_000_000;
/** More in one page gain nothing. */
const MOST_PER_PAGE = 5_000;
/** With fewer in one page, what each page costs a cluster beside its documents is seen: some milliseconds. */
const ENOUGH_PER_PAGE = 100;
/** Documents that are drawn to learn their size: few first, because they may be large. */
const FIRST_SAMPLE = 4;
const SAMPLE = 100;

export interface PagedIndex extends Omit<ScrolledIndex, 'size'> {
  /** @default 5,000 */
  readonly mostPerPage?: number;
  /**
   * Characters that a page should have.
   *
   * @default 2,000,000
   */
  readonly wantedCharacters?: number;
  /**
   * Characters that a page of few documents may have.
   *
   * @default as many as a page should have
   */
  readonly mostCharacters?: number;
  /**
   * Of a page that has several documents.
   *
   * @default any number
   */
  readonly mostBytes?: number;
}

/**
 * Reads an index in pages of a size that suits its documents. Where a page is too much all the same, because documents differ
 * or the cluster is slow, `pass` begins anew with a quarter of the size.
 *
 * @throws ProviderError
 */
export async function withFittingPages<Result>(
  index: PagedIndex,
  pass: (size: number) => Promise<Result>,
): Promise<Result> {
  return await withSmallerSizes(await fittingSize(index), pass);
}

/** Few attempts: each costs an answer that was made in vain. */
async function withSmallerSizes<Result>(first: number, ask: (size: number) => Promise<Result>): Promise<Result> {
  for (let size = first; ; size = Math.max(1, Math.floor(size / 4))) {
    try {
      return await ask(size);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      if (size <= 1) throw evenOneIsTooMuch(error);
    }
  }
}

/** By the size of some documents: of as many as fit into one page, if the first few of them say that more do. */
async function fittingSize(index: PagedIndex): Promise<number> {
  const {
    mostPerPage = MOST_PER_PAGE,
    wantedCharacters = WANTED_CHARACTERS,
    mostCharacters = wantedCharacters,
    mostBytes = Number.POSITIVE_INFINITY,
  } = index;
  const sizeBy = (sample: number): Promise<number> =>
    withSmallerSizes(Math.min(sample, mostPerPage), async (size) =>
      sizeFor(await sampleDocuments({ ...index, size }), { mostPerPage, wantedCharacters, mostCharacters, mostBytes }),
    );
  const found = await sizeBy(FIRST_SAMPLE);
  return found <= FIRST_SAMPLE ? found : await sizeBy(Math.min(SAMPLE, found));
}

type SizeLimits = Required<Pick<PagedIndex, 'mostPerPage' | 'wantedCharacters' | 'mostCharacters' | 'mostBytes'>>;

/** Pure. */
function sizeFor(
  sample: Pick<DocumentPage, 'documents' | 'characters'>,
  { mostPerPage, wantedCharacters, mostCharacters, mostBytes }: SizeLimits,
): number {
  if (sample.documents.length === 0) return mostPerPage;
  const average = sample.characters / sample.documents.length;
  const few = Math.min(ENOUGH_PER_PAGE, Math.floor(mostCharacters / average));
  const wanted = Math.max(few, Math.floor(wantedCharacters / average));
  return Math.max(1, Math.min(mostPerPage, wanted, Math.floor(mostBytes / average)));
}

/** A cluster that does not answer in time may do so later. */
function evenOneIsTooMuch(error: unknown): unknown {
  if (!(error instanceof ProviderError) || error.vendorCode !== 'RESPONSE_TOO_LARGE') return error;
  return new ProviderError('A single document is larger than the largest answer that is read.', {
    vendorCode: 'RESPONSE_TOO_LARGE',
    class: 'fatal',
    effect: 'none',
    hint: 'Use method: remote: the document then does not pass through this machine.',
    cause: error,
  });
}
