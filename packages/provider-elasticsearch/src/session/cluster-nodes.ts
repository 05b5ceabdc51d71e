import { ProviderError, TransportError } from '@waybill/core';
import type { DocumentCall } from './document-calls.ts';

/**
 * Faults of one exchange that are those of the call, by `TransportError.reason`: the answer is too large, or the cluster too
 * slow. Another node would not help; asking for less would.
 */
export const TOO_MUCH: readonly string[] = [
  'RESPONSE_TOO_LARGE',
  'EXCHANGE_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
];

/** A page that is asked for twice is another one. */
const READ_ONCE: DocumentCall = 'ScrollDocuments';

/** The addresses of one cluster. The one that answered last is asked first, so that a dead one costs a call once. */
export class ClusterNodes {
  readonly #origins: readonly string[];
  #current = 0;

  constructor(origins: readonly string[]) {
    this.#origins = origins;
  }

  /**
   * Sends one call to the first address that can be reached. An effect goes to another one only while it is certain that it
   * was not sent; what became of it otherwise is found out by reads.
   *
   * @throws what the last address gave
   */
  async ask<Result>(
    { operation, hasEffect }: { readonly operation: string; readonly hasEffect: boolean },
    send: (origin: string) => Promise<Result>,
  ): Promise<Result> {
    const isRepeatable = !hasEffect && operation !== READ_ONCE;
    const first = this.#current;
    for (let tried = 1; ; tried += 1) {
      const at = (first + tried - 1) % this.#origins.length;
      try {
        const result = await send(this.#origins[at] ?? '');
        this.#current = at;
        return result;
      } catch (error) {
        if (tried >= this.#origins.length || !mayHelp(error, isRepeatable)) throw error;
      }
    }
  }
}

function mayHelp(error: unknown, isRepeatable: boolean): boolean {
  if (!(error instanceof ProviderError) || !(error.cause instanceof TransportError)) return false;
  const { wasSent, reason } = error.cause;
  return !wasSent || (isRepeatable && !TOO_MUCH.includes(reason));
}
