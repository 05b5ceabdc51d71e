import { ProviderError } from '@waybill/core';
import { isLoopbackHost } from './loopback-host.ts';

/**
 * Scheme, host and port of an address that an entry of `connections` gives under `key`. Requests carry credentials and
 * passwords, so plain http is for the loopback interface alone.
 *
 * @throws `ProviderError` for everything that is not https, or http on this machine.
 */
export function secureOrigin(address: string, key: string): string {
  const url = URL.parse(address);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw refuseEndpoint(`${key} is not an http(s) address.`, `Write ${key} as https://host, without a user name.`);
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw refuseEndpoint(
      `${key} uses http: passwords would cross the network unencrypted.`,
      `Write ${key} as https://${url.host}; http is accepted only for 127.0.0.1, ::1 and localhost.`,
    );
  }
  return url.origin;
}

/** The refusal of an endpoint, before anything is sent. */
export function refuseEndpoint(message: string, hint: string): ProviderError {
  return new ProviderError(message, { vendorCode: 'INVALID_ENDPOINT', class: 'fatal', effect: 'none', hint });
}
