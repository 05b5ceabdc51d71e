import type { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';
import { createIndex } from './bench-documents.ts';
import { longRequest } from './long-request.ts';
import { COPY } from './waybill-copy.ts';

/** What one call of `_reindex` with its defaults takes, in milliseconds, into an index made for fast writing, to its refresh. */
export async function bareReindex(
  target: ClusterClient,
  { index, from }: { readonly index: string; readonly from: ClusterClient },
): Promise<number> {
  await createIndex(target, COPY);
  const remote = from.url === target.url ? {} : { remote: { host: from.url } };
  const startedMs = performance.now();
  await longRequest('POST', `${target.url}/_reindex?refresh=true`, {
    source: { ...remote, index },
    dest: { index: COPY },
  });
  return performance.now() - startedMs;
}
