import { ProviderError } from '@waybill/core';

/** Which cluster a node is of. */
export interface ClusterIdentity {
  readonly uuid: string;
  readonly name: string;
}

/** Asks one node. @returns undefined where it does not say it */
export type IdentifyNode = (origin: string) => Promise<ClusterIdentity | undefined>;

/**
 * Sees to it that the addresses of one entry lead to one cluster: otherwise a call that goes to the next node would read or
 * write another one. Before the first call every node is asked; one that cannot be reached then, before it is used.
 */
export class OneCluster {
  readonly #origins: readonly string[];
  readonly #known = new Map<string, ClusterIdentity | undefined>();
  #first: Promise<void> | undefined;

  constructor(origins: readonly string[]) {
    this.#origins = origins;
  }

  /**
   * Before a call to `origin`.
   *
   * @throws `ProviderError` of class `unusable` that names both clusters, and the fault of a node that cannot be asked now
   */
  async admit(origin: string, identify: IdentifyNode): Promise<void> {
    if (this.#origins.length < 2) return;
    this.#first ??= this.#askAll(identify);
    await this.#first;
    if (!this.#known.has(origin)) {
      const error = await this.#ask(origin, identify);
      // A call that is sent all the same could be the first one to reach the node, and that one another cluster.
      if (!this.#known.has(origin)) throw error;
    }
    this.#compare();
  }

  /** One alone at first: credentials that it refuses are not sent to the others. */
  async #askAll(identify: IdentifyNode): Promise<void> {
    const [first = '', ...others] = this.#origins;
    const error = await this.#ask(first, identify);
    if (error instanceof ProviderError && error.suspends) return;
    await Promise.all(others.map((origin) => this.#ask(origin, identify)));
  }

  /** A refusal that stays is an answer: the user may not see which cluster it is. @returns the fault, if there was one */
  async #ask(origin: string, identify: IdentifyNode): Promise<unknown> {
    try {
      this.#known.set(origin, await identify(origin));
      return undefined;
    } catch (error) {
      const stays = error instanceof ProviderError && !error.mayPass && !error.suspends;
      if (stays) this.#known.set(origin, undefined);
      return error;
    }
  }

  #compare(): void {
    const [first, ...others] = [...this.#known].flatMap(([origin, identity]) =>
      identity === undefined ? [] : [{ origin, ...identity }],
    );
    const other = others.find(({ uuid }) => uuid !== first?.uuid);
    if (first === undefined || other === undefined) return;
    const describe = ({ origin, name, uuid }: typeof first): string => `${origin} is a node of ${name} (${uuid})`;
    throw new ProviderError(`url names nodes of two clusters: ${describe(first)}, ${describe(other)}.`, {
      vendorCode: 'TWO_CLUSTERS',
      class: 'unusable',
      effect: 'none',
      hint: 'Give each cluster an entry of its own under providers, and list nodes of only one in url.',
    });
  }
}
