import { ProviderError } from '@waybill/core';
import { UNREADABLE_ANSWER } from '@waybill/provider-kit';
import { SHOW_VERSION } from '../operations/show-version.ts';

/** What a web server or the page of a login begins with. */
const PAGE = /<(!doctype|html|head|body)\b/i;
/** Refusals of clients that a proxy in front of a cluster gives as well, some of them for a moment only. */
const OF_PROXIES: readonly number[] = [401, 403, 407, 408, 425, 429];

/**
 * The first question to a cluster was answered by something else: a page, or a refusal that no cluster gives. Errors of
 * servers are not taken for that, because a proxy gives them while its cluster is down.
 */
export function explainNoCluster(error: unknown, { operation, url }: { operation: string; url: string }): unknown {
  if (!(error instanceof ProviderError) || operation !== SHOW_VERSION.operation || !isForeign(error)) return error;
  return error.restated({
    message: `What answers at ${url} is neither Elasticsearch nor OpenSearch. ${error.message}`,
    class: 'unusable',
    hint: 'Check scheme, host, port and path of url.',
  });
}

function isForeign({ vendorCode, httpStatus: status = 0, cause }: ProviderError): boolean {
  if (vendorCode !== UNREADABLE_ANSWER || status >= 500 || OF_PROXIES.includes(status)) return false;
  return status >= 400 || (cause instanceof Error && PAGE.test(cause.message));
}
