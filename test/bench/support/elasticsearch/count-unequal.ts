import type { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';
import { bigOf, type DocumentSet, sourceOf } from './bench-documents.ts';
import { longRequest } from './long-request.ts';

const PAGE_CHARACTERS = 4_000_000;

export interface Unequal {
  /** Documents of the set that the copy does not have as often as once, or has with another source. */
  readonly documents: number;
  /** Of them those that have another integer in the place of theirs. */
  readonly integers: number;
}

/**
 * Reads every document of a copy and compares it with what the set says it is. `isReprinted`: numbers as a cluster prints
 * them when it copies.
 */
export async function countUnequal(
  cluster: ClusterClient,
  index: string,
  set: DocumentSet,
  isReprinted: boolean,
): Promise<Unequal> {
  await cluster.must('POST', `/${index}/_refresh`);
  const seen = new Uint8Array(set.count);
  let integers = 0;
  for await (const page of pagesOf(cluster, index, set))
    for (const [number, hit] of hitsOf(page)) {
      if (hit.startsWith(sourceOf(number, set, isReprinted))) seen[number] = (seen[number] ?? 0) + 1;
      else if (/"big":(\d+)/.exec(hit)?.[1] !== bigOf(number)) integers += 1;
    }
  return { documents: seen.reduce((sum, times) => sum + (times === 1 ? 0 : 1), 0), integers };
}

async function* pagesOf({ url }: ClusterClient, index: string, set: DocumentSet): AsyncGenerator<string> {
  const size = Math.max(1, Math.min(5_000, Math.floor(PAGE_CHARACTERS / sourceOf(0, set).length)));
  let page = await longRequest('POST', `${url}/${index}/_search?scroll=5m`, { size, sort: ['_doc'] });
  while (page.includes('"_source":')) {
    yield page;
    const id = /"_scroll_id":"([^"]+)"/.exec(page)?.[1];
    page = await longRequest('POST', `${url}/_search/scroll`, { scroll: '5m', scroll_id: id });
  }
}

/** The number of each document of a page, and the text from its source on. */
function* hitsOf(page: string): Generator<readonly [number: number, hit: string]> {
  for (const hit of page.split('"_id":"document-').slice(1)) {
    const begin = hit.indexOf('"_source":');
    yield [Number.parseInt(hit, 10), hit.slice(begin + '"_source":'.length)];
  }
}
