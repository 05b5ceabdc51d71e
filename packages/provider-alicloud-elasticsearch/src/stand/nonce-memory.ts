/** At most this many nonces are remembered; beyond it the oldest are forgotten first. */
export const NONCE_LIMIT = 262_144;

/** Nonces seen within the time in which a signature is valid. */
export class NonceMemory {
  readonly #expiresAtMs = new Map<string, number>();

  /** False when the nonce was used before and may not be used again yet. */
  use(nonce: string, moment: { nowMs: number; lifetimeMs: number }): boolean {
    const { nowMs, lifetimeMs } = moment;
    this.#forgetExpired(nowMs);
    if ((this.#expiresAtMs.get(nonce) ?? nowMs) > nowMs) return false;
    this.#expiresAtMs.delete(nonce);
    this.#expiresAtMs.set(nonce, nowMs + lifetimeMs);
    return true;
  }

  clear(): void {
    this.#expiresAtMs.clear();
  }

  /** A map iterates in order of insertion, so the first entry is the oldest. */
  #forgetExpired(nowMs: number): void {
    for (const [nonce, expiresAtMs] of this.#expiresAtMs) {
      if (expiresAtMs > nowMs && this.#expiresAtMs.size < NONCE_LIMIT) return;
      this.#expiresAtMs.delete(nonce);
    }
  }
}
