import {
  defined,
  type HttpRequest,
  type HttpResponse,
  ProviderError,
  type Transport,
  TransportError,
} from '@waybill/core';

export interface SentCall {
  readonly operation: string;
  readonly hasEffect: boolean;
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
}

/**
 * Sends one request, once.
 *
 * @throws `ProviderError` for everything that is not an answer, and the signal's reason once it is aborted
 */
export async function sendRequest(transport: Transport, call: SentCall): Promise<HttpResponse> {
  try {
    return await transport.send(call.request, { signal: call.signal });
  } catch (error) {
    if (error instanceof TransportError) throw noAnswer(error, call);
    if (error instanceof ProviderError || call.signal.aborted) throw error;
    // Nothing says that it was not sent.
    const message = error instanceof Error ? error.message : 'the connection failed';
    throw noAnswer(new TransportError(message, { wasSent: true, reason: 'TRANSPORT_FAILED', cause: error }), call);
  }
}

function noAnswer(error: TransportError, { operation, hasEffect }: SentCall): ProviderError {
  return new ProviderError(`${operation} got no answer: ${error.message}`, {
    vendorCode: error.reason,
    class: error.fault ?? 'transient',
    effect: hasEffect && error.wasSent ? 'possible' : 'none',
    operation,
    ...defined({ hint: error.hint }),
    cause: error,
  });
}
