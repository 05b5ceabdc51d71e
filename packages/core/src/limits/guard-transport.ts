import type { Lease } from '../journal/checkpoint-store.ts';
import { type Transport, TransportError } from '../provider/transport.ts';

/** The reason of a request that was held back. */
export const LEASE_LOST = 'LEASE_LOST';

/**
 * A transport that sends nothing once the right to write the journal is lost. The journal's own fence refuses what a process
 * that was frozen and taken over wants to write; this one refuses what it wants to send. Asked by the transport right before
 * the first byte, and here for a transport that does not say that it asks: once is enough, and it takes microseconds.
 */
export function guardTransport(transport: Transport, lease: Pick<Lease, 'isHeld' | 'wasJustHeld'>): Transport {
  const mayStart = (): boolean => lease.wasJustHeld ?? lease.isHeld;
  return {
    send: (request, options) =>
      transport.asksMayStart !== true && !lease.isHeld
        ? Promise.reject(heldBack())
        : transport.send(request, { ...options, mayStart }),
  };
}

function heldBack(): TransportError {
  const message = 'The request was held back because the state now belongs to another process.';
  return new TransportError(message, { wasSent: false, reason: LEASE_LOST });
}
