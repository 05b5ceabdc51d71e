/**
 * Time as an argument. The core never reads the machine's clock: the same clock readings and the same seed give the same
 * run, and a simulation can let twelve hours pass at once.
 */
export interface Clock {
  /** Wall time in milliseconds since 1970. For display, vendor time stamps and journal records; never for intervals. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For every interval and deadline. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness as an argument, so that a seed repeats a run. */
export interface Random {
  /** `length` random bytes; cryptographic strength outside of simulations (idempotency tokens and the digest key need it). */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1), for jitter. */
  fraction(): number;
}
