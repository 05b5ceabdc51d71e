/** A token is good for a day. Source: Huawei Cloud and Open Telekom Cloud IAM, obtaining a user token. */
const TOKEN_LIFETIME_MS: number = 24 * 60 * 60 * 1_000;
/** Beyond this many tokens the oldest is forgotten. */
const TOKEN_LIMIT = 10_000;

export interface IssuedToken {
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly hasProject: boolean;
}

/** The tokens that the identity service has handed out. */
export class TokenStore {
  readonly #tokens = new Map<string, IssuedToken>();

  issue(token: string, options: { nowMs: number; hasProject: boolean }): IssuedToken {
    const issued: IssuedToken = {
      issuedAtMs: options.nowMs,
      expiresAtMs: options.nowMs + TOKEN_LIFETIME_MS,
      hasProject: options.hasProject,
    };
    this.#tokens.set(token, issued);
    const oldest = this.#tokens.keys().next();
    if (this.#tokens.size > TOKEN_LIMIT && oldest.done !== true) this.#tokens.delete(oldest.value);
    return issued;
  }

  find(token: string, nowMs: number): IssuedToken | 'unknown' | 'expired' {
    const found = this.#tokens.get(token);
    if (found === undefined) return 'unknown';
    return nowMs < found.expiresAtMs ? found : 'expired';
  }

  /** Forgets every token: their holders must sign in again. */
  clear(): void {
    this.#tokens.clear();
  }
}
