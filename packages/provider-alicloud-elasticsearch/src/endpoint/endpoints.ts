import type { ConnectionIdentity, JsonObject, ProviderEndpoint } from '@waybill/core';
import { refuseEndpoint, secureOrigin } from '@waybill/provider-kit';
import { type AlicloudConfig, parseConfig } from '../config.ts';

/**
 * Scheme, host and port of the API: the override, or the service's name for the region and network.
 *
 * Source: Alibaba Cloud Elasticsearch, "Endpoints".
 */
export function apiEndpoint(config: AlicloudConfig): string {
  if (config.endpoint !== undefined) return givenOrigin(config.endpoint);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(config.region)) {
    throw refuseEndpoint(
      `"${config.region}" is not the name of a region.`,
      'Set region, such as cn-beijing, or endpoint.',
    );
  }
  const service = config.network === 'vpc' ? 'elasticsearch-vpc' : 'elasticsearch';
  return `https://${service}.${config.region}.aliyuncs.com`;
}

/** The service's own names only: other names below aliyuncs.com (buckets, functions) are served by customers. */
const VENDOR_ORIGIN = /^https:\/\/elasticsearch(-vpc)?\.[a-z0-9][a-z0-9-]*\.aliyuncs\.com$/;

export function endpointsOf(config: JsonObject): readonly ProviderEndpoint[] {
  const origin = apiEndpoint(parseConfig(config));
  return [{ key: 'endpoint', origin, isVendorHost: VENDOR_ORIGIN.test(origin) }];
}

/** Where an entry leads. An access key does not say whose account it is of. */
export function connectionOf(config: JsonObject): ConnectionIdentity {
  const parsed = parseConfig(config);
  return { endpoint: apiEndpoint(parsed), region: parsed.region };
}

/** As the vendor's SDKs take it: a bare host means https, and neither path nor query belong to it. */
function givenOrigin(endpoint: string): string {
  const address = endpoint.includes('://') ? endpoint : `https://${endpoint}`;
  const origin = secureOrigin(address, 'endpoint');
  const { pathname, search, hash } = new URL(address);
  if (pathname === '/' && search === '' && hash === '') return origin;
  throw refuseEndpoint('endpoint has a path or a query.', `Write endpoint as ${origin}.`);
}
