import type { Lease } from '../journal/checkpoint-store.ts';
import type { Transport } from '../provider/transport.ts';

/**
 * A transport that sends nothing once the right to write the journal is lost. The journal's own fence refuses what a process
 * that was frozen and taken over wants to write; this one refuses what it wants to send.
 */
export function guardTransport(transport: Transport, lease: Pick<Lease, 'isHeld'>): Transport {
  return {
    send: (request, options) => transport.send(request, { ...options, mayStart: () => lease.isHeld }),
  };
}
