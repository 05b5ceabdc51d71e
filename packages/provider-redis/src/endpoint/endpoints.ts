import { type ConnectionIdentity, defined, type JsonObject, type ProviderEndpoint } from '@waybill/core';
import { refuseEndpoint } from '@waybill/provider-kit';
import { parseConfig } from '../config.ts';

/** Where a server is. */
export interface ServerAddress {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path of a server of a sandbox; empty for real ones. */
  readonly prefix: string;
}

const DEFAULT_PORT = '6379';

/**
 * Plain redis:// is accepted: most servers have nothing else inside their network. A preview shows it, because the address is
 * a part of what a reviewer reads.
 *
 * @throws ProviderError
 */
export function serverAddress(url: string): ServerAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^(?:rediss?|https?):$/.test(parsed.protocol) || parsed.hostname === '')
    throw refuseEndpoint(
      'url is not the address of a Redis server.',
      'Write url as redis://host:6379, or rediss://… for TLS.',
    );
  if (parsed.username !== '' || parsed.password !== '')
    throw refuseEndpoint('url contains a login.', 'Write username and password as separate keys.');
  if (parsed.search !== '' || parsed.hash !== '') throw refuseEndpoint('url has a query.', 'Leave it out.');
  if (parsed.protocol.startsWith('http')) return { origin: parsed.origin, prefix: parsed.pathname.replace(/\/+$/, '') };
  if (!['', '/'].includes(parsed.pathname))
    throw refuseEndpoint('url names a database.', 'Leave it out: list the databases to compare under databases.');
  const { protocol, hostname, port } = parsed;
  return { origin: `${protocol}//${hostname}:${port === '' ? DEFAULT_PORT : port}`, prefix: '' };
}

/** Another node of the same group: it is reached as the group is. */
export function nodeAddress({ origin }: ServerAddress, host: string, port: number | string): ServerAddress {
  const { protocol } = new URL(origin);
  return { origin: `${protocol}//${host.includes(':') ? `[${host}]` : host}:${port}`, prefix: '' };
}

/** @throws ProviderError */
export function serverAddresses(config: JsonObject): readonly [ServerAddress, ...ServerAddress[]] {
  const [first, ...others] = parseConfig(config).urls.map(serverAddress);
  return [first ?? serverAddress(''), ...others];
}

/** Every call says where it leads: the connection is one of `Kind.addressedConnections`. */
export function isAddressed({ url }: JsonObject): boolean {
  return url === undefined;
}

export function endpointsOf(config: JsonObject): readonly ProviderEndpoint[] {
  if (isAddressed(config)) return [];
  const origins = new Set(serverAddresses(config).map(({ origin }) => origin));
  return [...origins].map((origin) => ({ key: 'url', origin, isVendorHost: false }));
}

/** The first address names the server or the cluster; the others may come and go. */
export function connectionOf(config: JsonObject): ConnectionIdentity {
  if (isAddressed(config)) return {};
  const [{ origin, prefix }] = serverAddresses(config);
  const { masterName } = parseConfig(config);
  return { url: `${origin}${prefix}`, ...defined({ master_name: masterName }) };
}
