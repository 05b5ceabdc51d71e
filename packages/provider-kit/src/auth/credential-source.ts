import { type Clock, CredentialsError, ProviderError } from '@waybill/core';

/** Credentials whose end is known are replaced this long before it: a call may wait after it was signed. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** While the source still holds what is about to end, it is not asked more often than this. */
const REREAD_INTERVAL_MS = 30_000;

/** The part of credentials that matters here. */
export interface CredentialFacts {
  /** Credentials with the same secrets are the same. */
  readonly secrets: readonly string[];
  /** By the wall clock; undefined when they do not end, or when nothing says so. */
  readonly endAtMs?: number | undefined;
  /** A service issues others before that, without anything else being renewed. */
  readonly isRenewable?: boolean | undefined;
}

export interface CredentialSourceOptions<Credentials> {
  readonly first: Credentials;
  /**
   * Finds credentials as they are now.
   *
   * @throws CredentialsError when there are none, and a `ProviderError` that may pass when they have to be asked for and there was no answer
   */
  readonly read: () => Promise<Credentials>;
  readonly describe: (credentials: Credentials) => CredentialFacts;
  readonly clock: Clock;
}

/**
 * The credentials of a session, read again from where they were found when the vendor refuses them or their end is near:
 * a file that something else keeps fresh, or a service that issues them. Calls that need newer ones at the same time share
 * one reading. A service that does not answer is no refusal: what needs it fails as unreachable, and can be tried later.
 */
export class CredentialSource<Credentials> {
  readonly #options: CredentialSourceOptions<Credentials>;
  readonly #secrets = new Set<string>();
  #current: Credentials;
  #reading: Promise<void> | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;
  /** Refused, and their source could not be asked for others: they are not sent again. */
  #refused: Credentials | undefined;
  #fault: CredentialsError | undefined;

  constructor(options: CredentialSourceOptions<Credentials>) {
    this.#options = options;
    this.#current = options.first;
    this.#learn(options.first);
  }

  /** The end of the credentials in use, as far as it is known. */
  get endAtMs(): number | undefined {
    return this.#options.describe(this.#current).endAtMs;
  }

  /** Whether a service issues others before those in use end. */
  get isRenewable(): boolean {
    return this.#options.describe(this.#current).isRenewable ?? false;
  }

  /** Secret values of all credentials that were ever in use. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** Why the last reading found nothing; undefined when it found something. */
  get fault(): CredentialsError | undefined {
    return this.#fault;
  }

  /** @throws ProviderError when those in use cannot be sent any more and their source does not answer */
  async get(): Promise<Credentials> {
    const { clock } = this.#options;
    if (this.#refused !== undefined && this.#isSame(this.#refused)) await this.#readAgain();
    const leftMs = (this.endAtMs ?? Number.POSITIVE_INFINITY) - clock.now();
    const isDue = leftMs < RENEW_BEFORE_MS && clock.monotonicMs() - this.#readAtMs >= REREAD_INTERVAL_MS;
    if (isDue) await this.#renewInTime(leftMs);
    return this.#current;
  }

  /** Whether there are others than the refused ones by now: another call may have found them, or the source holds them. */
  async replace(refused: Credentials): Promise<boolean> {
    if (!this.#isSame(refused)) return true;
    this.#refused = refused;
    await this.#readAgain();
    this.#refused = undefined;
    return !this.#isSame(refused);
  }

  /** As long as they have not ended, it is enough to ask for others later. */
  async #renewInTime(leftMs: number): Promise<void> {
    try {
      await this.#readAgain();
    } catch (error) {
      if (leftMs <= 0 || !(error instanceof ProviderError) || !error.mayPass) throw error;
    }
  }

  async #readAgain(): Promise<void> {
    this.#reading ??= this.#read();
    await this.#reading;
  }

  /** A source that holds nothing usable now (it is being written) leaves things as they are. */
  async #read(): Promise<void> {
    this.#readAtMs = this.#options.clock.monotonicMs();
    try {
      this.#current = await this.#options.read();
      this.#fault = undefined;
      this.#learn(this.#current);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      this.#fault = error;
    } finally {
      this.#reading = undefined;
    }
  }

  #learn(credentials: Credentials): void {
    for (const secret of this.#options.describe(credentials).secrets) this.#secrets.add(secret);
  }

  #isSame(other: Credentials): boolean {
    const { describe } = this.#options;
    return JSON.stringify(describe(other).secrets) === JSON.stringify(describe(this.#current).secrets);
  }
}
