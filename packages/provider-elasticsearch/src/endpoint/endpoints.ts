import type { ConnectionIdentity, JsonObject, ProviderEndpoint } from '@waybill/core';
import { refuseEndpoint } from '@waybill/provider-kit';
import { type ElasticsearchConfig, parseConfig } from '../config.ts';

/** Where a cluster is. */
export interface ClusterAddress {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path of a proxy, without a slash at its end; empty without one. */
  readonly prefix: string;
}

/**
 * Plain http is accepted: many clusters have nothing else inside their network. A preview shows it, because the address is
 * a part of what a reviewer reads.
 *
 * @throws ProviderError
 */
export function clusterAddress({ url }: Pick<ElasticsearchConfig, 'url'>): ClusterAddress {
  const parsed = URL.parse(url);
  if (
    parsed === null ||
    !['http:', 'https:'].includes(parsed.protocol) ||
    parsed.username !== '' ||
    parsed.password !== ''
  )
    throw refuseEndpoint(
      'url is not an http(s) address.',
      'Write url as https://host:9200, and username and password as separate keys.',
    );
  if (parsed.search !== '' || parsed.hash !== '')
    throw refuseEndpoint('url has a query.', `Write url as ${parsed.origin}${parsed.pathname}.`);
  return { origin: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, '') };
}

/**
 * Every address of a cluster, in the order of the plan. A path is the same at all of them.
 *
 * @throws ProviderError
 */
export function clusterOrigins({ url, otherUrls }: Pick<ElasticsearchConfig, 'url' | 'otherUrls'>): readonly string[] {
  const [first, ...others] = [url, ...otherUrls].map((each) => clusterAddress({ url: each }));
  const other = others.find(({ prefix }) => prefix !== first?.prefix);
  if (other !== undefined)
    throw refuseEndpoint(
      `url names two paths: ${first?.prefix || '/'} and ${other.prefix || '/'}.`,
      'Give every address of the cluster the same path.',
    );
  return [...new Set([first, ...others].map((address) => address?.origin ?? ''))];
}

export function endpointsOf(config: JsonObject): readonly ProviderEndpoint[] {
  return clusterOrigins(parseConfig(config)).map((origin) => ({ key: 'url', origin, isVendorHost: false }));
}

/** The first address names the cluster; the others may come and go. */
export function connectionOf(config: JsonObject): ConnectionIdentity {
  const { origin, prefix } = clusterAddress(parseConfig(config));
  return { url: `${origin}${prefix}` };
}
