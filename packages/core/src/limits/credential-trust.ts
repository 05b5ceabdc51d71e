/**
 * Whether a vendor has accepted a set of credentials. Until it has, one call at a time tries them, because vendors lock a
 * key after a few refusals. No time and no promises: the caller says which call is sent and which is over.
 */
export class CredentialTrust {
  #isAccepted = false;
  #trial: object | undefined;

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** Whether one more call may be sent with the credentials. */
  get mayCall(): boolean {
    return this.#isAccepted || this.#trial === undefined;
  }

  /** `ended` must follow for the same call. */
  sent(call: object): void {
    if (!this.#isAccepted) this.#trial = call;
  }

  ended(call: object): void {
    if (this.#trial === call) this.#trial = undefined;
  }

  /** An answer showed that the vendor accepts them. */
  accept(): void {
    this.#isAccepted = true;
  }

  /** They are others now, or have expired: they are tried by one call again. */
  doubt(): void {
    this.#isAccepted = false;
  }
}
