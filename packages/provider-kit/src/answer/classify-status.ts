import type { HttpResponse, ProviderErrorClass } from '@waybill/core';

/**
 * What an answer without an error code means: nothing that the API said, but a proxy's page, a cut or an empty answer. Not
 * even whether the API has seen the call is known, so that a read is worth repeating and an effect may have happened. Refused
 * credentials and permissions, and rate limits, are known by the status alone.
 */
export function classifyStatus({ status }: Pick<HttpResponse, 'status'>): ProviderErrorClass {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 429:
      return 'throttled';
    default:
      return 'transient';
  }
}
