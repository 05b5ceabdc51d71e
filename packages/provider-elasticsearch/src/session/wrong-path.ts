import { ProviderError } from '@waybill/core';

/** How clusters name what they were sent: with the path of a proxy where that is none. */
const NAMED_URI = /\buri \[([^\]?]*)/;

/**
 * A refusal that shows that the path in `url` is none of a proxy: it got to the cluster, which takes it for a part of the call.
 * No call can succeed then. `path`: as the cluster should have seen it.
 */
export function explainWrongPath(error: unknown, { prefix, path }: { prefix: string; path: string }): unknown {
  if (!(error instanceof ProviderError) || prefix === '') return error;
  const [, named = ''] = NAMED_URI.exec(error.message) ?? [];
  if (named.length <= path.length || !named.endsWith(path)) return error;
  return error.restated({
    message: `There is no cluster at the path ${prefix}. ${error.message}`,
    class: 'unusable',
    hint: 'Correct the path in url, or leave it out: only a proxy in front of the cluster needs one.',
  });
}
