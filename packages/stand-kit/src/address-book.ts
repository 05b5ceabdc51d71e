/** Two hosts whose addresses lead to the other one from a time on. */
export interface ExchangedHosts {
  readonly hosts: readonly [string, string];
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/**
 * Which host an address leads to, where one stand has exchanged the addresses of two that another stand serves. One for all stands
 * of a sandbox.
 */
export class AddressBook {
  #exchanges: readonly ExchangedHosts[] = [];

  /** Twice the same is back where it was. */
  exchange(exchanged: ExchangedHosts): void {
    this.#exchanges = [...this.#exchanges, exchanged].toSorted((left, right) => left.atMs - right.atMs);
  }

  /** The host that was first at what is this host's address now. */
  hostAt(host: string, nowMs: number): string {
    return this.#exchanges
      .filter(({ atMs }) => atMs <= nowMs)
      .reduceRight((found, { hosts: [one, other] }) => (found === one ? other : found === other ? one : found), host);
  }

  clear(): void {
    this.#exchanges = [];
  }
}
