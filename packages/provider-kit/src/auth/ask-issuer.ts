import { CredentialsError, type HttpRequest, type HttpResponse, ProviderError, type Transport } from '@waybill/core';
import { sendRequest } from '../session/send-request.ts';

/**
 * One request to a service that issues keys. No answer is an outage of the connection and not a refusal: nothing was asked of
 * the API, and newer keys can be asked for later.
 *
 * @throws `ProviderError` of class `unreachable`, or `unusable`
 */
export async function askIssuer<Request extends HttpRequest>(
  transport: Transport,
  {
    what,
    request,
  }: { /** The service, as the beginning of a sentence. */ readonly what: string; readonly request: Request },
): Promise<HttpResponse> {
  const signal = new AbortController().signal;
  try {
    return await sendRequest(transport, { operation: what, hasEffect: false, signal, request });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.class !== 'transient') throw error;
    throw error.restated({ class: 'unreachable' });
  }
}

/** An answer that is the issuer's own fault: as if it had not answered. */
export function issuerFailed(what: string, { status }: Pick<HttpResponse, 'status'>): ProviderError {
  return new ProviderError(`${what} answered with HTTP ${status}.`, {
    vendorCode: `HTTP_${status}`,
    class: 'unreachable',
    effect: 'none',
  });
}

/**
 * The first key of an issuer that is on the machine itself: where it does not answer, this machine has none.
 *
 * @throws `CredentialsError` then, which names the way out
 */
export async function askLocalIssuer<Key>(
  ask: () => Promise<Key>,
  { alias, hint }: { readonly alias: string; readonly hint: string },
): Promise<Key> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new CredentialsError(`Provider ${alias}: ${error.message}`, hint);
  }
}
