import { describeThrown, isWaybillError } from '../errors.ts';
import { lackOf } from './lack-of-error.ts';
import { type Transport, TransportError } from './transport.ts';

/**
 * The host's transport as a provider gets it. What it throws besides a `TransportError` is no fault of the provider: it says
 * that the transport threw, and that the request may have arrived, for nothing says that it has not.
 */
export function guardHostTransport(transport: Transport): Transport {
  return {
    send: async (request, options) => {
      try {
        return await transport.send(request, options);
      } catch (thrown) {
        if ((isWaybillError(thrown) && lackOf(thrown) === undefined) || options.signal.aborted) throw thrown;
        throw threw(thrown);
      }
    },
  };
}

function threw(cause: unknown): TransportError {
  return new TransportError(`The transport threw an unexpected error: ${describeThrown(cause)}`, {
    wasSent: true,
    reason: 'TRANSPORT_THREW',
    hint: 'This is a fault of the transport that the program was given, not of the provider: it has to reject with a `TransportError`.',
    cause,
  });
}
