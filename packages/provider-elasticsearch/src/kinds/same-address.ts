import type { ValueObject } from '@waybill/core';
import { urlsOf } from '@waybill/provider-kit';

/** Two entries with an address in common lead to one cluster, whatever they are called. */
export function haveSameAddress(one: ValueObject | undefined, other: ValueObject | undefined): boolean {
  const own = new Set(urlsOf(one).map(addressOf));
  return urlsOf(other).some((url) => typeof url === 'string' && own.has(addressOf(url)));
}

/** One spelling of an address. */
function addressOf(url: unknown): unknown {
  return typeof url === 'string' ? (URL.parse(url)?.href.replace(/\/+$/, '') ?? url) : url;
}
