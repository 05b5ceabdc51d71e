import type { Transport } from '@waybill/core';
import { createSchemeTransport, type TransportOptions } from '@waybill/transport';
import { builtInProtocols } from './generated/built-in-protocols.generated.ts';

/** What reaches every system that Waybill knows: by the scheme of a request's URL, over HTTP or a vendor's own protocol. */
export function createHostTransport(options: TransportOptions = {}): Transport & AsyncDisposable {
  return createSchemeTransport(builtInProtocols, options);
}
