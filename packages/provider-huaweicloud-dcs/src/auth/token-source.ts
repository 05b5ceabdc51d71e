import type { IssuedToken } from './identity-service.ts';

/**
 * Keeps one token for all calls of a session. A token with less than an hour left is replaced before it is used, since a
 * call may wait in the engine's queues after its headers were made. Calls that need a new token at the same time share
 * one request for it; a failed request is not kept.
 */
export class TokenSource {
  readonly #issue: () => Promise<IssuedToken>;
  readonly #nowMs: () => number;
  #current: IssuedToken | undefined;
  #pending: Promise<IssuedToken> | undefined;
  readonly #seen = new Set<string>();

  constructor(options: { readonly issue: () => Promise<IssuedToken>; readonly nowMs: () => number }) {
    this.#issue = options.issue;
    this.#nowMs = options.nowMs;
  }

  /** Every token this session has used, for redaction. */
  get secrets(): readonly string[] {
    return [...this.#seen];
  }

  async get(): Promise<IssuedToken> {
    const current = this.#current;
    if (current !== undefined && current.expiresAtMs - this.#nowMs() >= MINIMUM_LEFT_MS) return current;
    this.#pending ??= this.#renew();
    return await this.#pending;
  }

  /** The server has refused `token`. Another call may have replaced it already: then the new one stays. */
  drop(token: string | undefined): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  async #renew(): Promise<IssuedToken> {
    try {
      const issued = await this.#issue();
      this.#current = issued;
      this.#seen.add(issued.token);
      return issued;
    } finally {
      this.#pending = undefined;
    }
  }
}

const MINIMUM_LEFT_MS = 3_600_000;
