/** At most `count` calls in any window of `intervalMs` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly intervalMs: number;
}

/**
 * What a provider's API allows, as declared in the plan or as the adapter's documented default. All hold together and
 * always: over retries, polls and resumed runs.
 */
export interface Limits {
  /** API calls, as the server counts them. */
  readonly requests: Rate;
  /** API calls waiting for their answer at once. */
  readonly inFlight: number;
  /** Remote tasks running at once; no limit when absent. */
  readonly active?: number;
  /** Remote tasks running at once on one target instance; no limit when absent. */
  readonly activePerTarget?: number;
  /**
   * Slices of jobs that use the connection at once.
   *
   * @default 4
   */
  readonly slices?: number;
}

export const DEFAULT_SLICES = 4;

/** How often a waiting task is looked at. The interval grows from the first to the last while nothing changes. */
export interface Polling {
  readonly initialIntervalMs: number;
  readonly maxIntervalMs: number;
}

/** Names and meaning follow Temporal's retry policy. */
export interface RetryPolicy {
  /** Attempts in total, including the first. At least 1. */
  readonly maxAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maxIntervalMs: number;
}
