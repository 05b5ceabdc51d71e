import { type ConnectionIdentity, type JsonObject, type ProviderEndpoint, ProviderError } from '@waybill/core';
import { type AlicloudConfig, parseConfig } from './config.ts';

/**
 * Scheme, host and port of the API: the override, or the service's name for the region and network.
 *
 * Source: Alibaba Cloud Elasticsearch, "Endpoints".
 */
export function apiEndpoint(config: AlicloudConfig): string {
  if (config.endpoint !== undefined) return secureOrigin(config.endpoint);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(config.region)) {
    throw refusal(`"${config.region}" is not the name of a region.`, 'Set region, such as cn-beijing, or endpoint.');
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

/** Request bodies carry the passwords of both clusters, so plain http is for the loopback interface alone. */
function secureOrigin(endpoint: string): string {
  const url = URL.parse(endpoint.includes('://') ? endpoint : `https://${endpoint}`);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw refusal('endpoint is not an http(s) address.', 'Write endpoint as https://host, without a user name.');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refusal('endpoint has a path or a query.', `Write endpoint as ${url.origin}.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refusal(
      'endpoint uses http: passwords would cross the network unencrypted.',
      `Write endpoint as https://${url.host}; http is accepted for 127.0.0.1, ::1 and localhost only.`,
    );
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function refusal(message: string, hint: string): ProviderError {
  return new ProviderError(message, { vendorCode: 'INVALID_ENDPOINT', class: 'fatal', effect: 'none', hint });
}
