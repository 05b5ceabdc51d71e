import type { KindInput, Unreachable } from '@waybill/core';
import { urlsOf } from './read-reindex.ts';

/** A connection by which this machine reaches a cluster. */
export interface ReachedCluster extends Pick<KindInput, 'connections'> {
  readonly alias: string | undefined;
  /** The key of the plan that can name another one. */
  readonly namedAt: string;
}

/** What is said where a cluster that is needed until the end cannot be reached, with its address as the plan has it. */
export function unreachableFrom({ alias, connections, namedAt }: ReachedCluster): Unreachable {
  const urls = urlsOf(connections?.get(alias ?? '')?.config).filter((url) => typeof url === 'string');
  const address = urls.length === 0 ? '' : ` (${urls.join(', ')})`;
  return {
    what: `The cluster ${alias ?? ''}${address}`.trimEnd(),
    hint: `Name in ${namedAt} a connection whose url this machine reaches, such as one through a tunnel, or run where it does.`,
  };
}
