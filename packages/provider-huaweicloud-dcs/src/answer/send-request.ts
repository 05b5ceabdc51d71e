import { type HttpResponse, ProviderError, type Transport, TransportError } from '@waybill/core';
import type { TimedRequest } from '@waybill/transport';

/** Sends one request, once. Everything that is not an answer becomes a `ProviderError`. */
export async function sendRequest(
  transport: Transport,
  call: {
    readonly operation: string;
    readonly hasEffect: boolean;
    readonly request: TimedRequest;
    readonly signal: AbortSignal;
  },
): Promise<HttpResponse> {
  try {
    return await transport.send(call.request, { signal: call.signal });
  } catch (error) {
    const unsent = error instanceof TransportError && !error.wasSent;
    throw new ProviderError(`${call.operation}: ${describe(error)}`, {
      vendorCode: transportCode(error, call.signal),
      class: error instanceof TransportError ? (error.fault ?? 'transient') : 'transient',
      effect: call.hasEffect && !unsent ? 'possible' : 'none',
      operation: call.operation,
      ...(error instanceof TransportError && error.hint !== undefined ? { hint: error.hint } : {}),
      cause: error,
    });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'the connection failed';
}

function transportCode(error: unknown, signal: AbortSignal): string {
  if (error instanceof TransportError) return error.reason;
  return signal.aborted ? 'ABORTED' : 'TRANSPORT_FAILED';
}
