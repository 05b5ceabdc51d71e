import type { KindInput, Unreachable } from '@waybill/core';
import { urlsOf } from './urls-of.ts';

/** A connection by which this machine reaches what a unit works on. */
export interface ReachedConnection extends Pick<KindInput, 'connections'> {
  readonly alias: string | undefined;
  /** The key of the plan that can name another one. */
  readonly namedAt: string;
}

/**
 * What is said where a connection that is needed until the end cannot be reached, with its address as the plan has it.
 *
 * @param what that the provider's connections lead to
 */
export function unreachableFrom(
  what: 'cluster' | 'server',
  { alias, connections, namedAt }: ReachedConnection,
): Unreachable {
  const urls = urlsOf(connections?.get(alias ?? '')?.config).filter((url) => typeof url === 'string');
  const address = urls.length === 0 ? '' : ` (${urls.join(', ')})`;
  return {
    what: `The ${what} ${alias ?? ''}${address}`.trimEnd(),
    hint: `Check host and port of the address, and that the server is up. If this machine needs a different address, name a connection with it in ${namedAt}, such as one through a tunnel; or run Waybill where the address can be reached.`,
  };
}
