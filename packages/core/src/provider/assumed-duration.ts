/** A guess, for estimates only: half of the waits are over by `p50Ms`, nine of ten by `p90Ms`. */
export interface AssumedDuration {
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** What the guess rests on, in words. */
  readonly source: string;
}
