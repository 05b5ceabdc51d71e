import type { RequestOutline } from '@waybill/core';
import { percentEncode } from './percent-encode.ts';

/** The URL as sent: without the trailing slash that only the signature adds, and encoded just as the signature encodes. */
export function wireUrl(outline: Pick<RequestOutline, 'endpoint' | 'path' | 'query'>): string {
  const query = Object.entries(outline.query).map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  return `${outline.endpoint}${outline.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
