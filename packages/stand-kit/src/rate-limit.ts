/** At most `limit` calls in any sliding window of `windowMs`; refused calls do not use up the limit. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
  /** HTTP status of the refusal. */
  readonly style: ThrottleStatus;
  /** Whether the refusal says how long to wait, in the vendor's header. */
  readonly sendRetryAfter: boolean;
}

export type ThrottleStatus = 400 | 429;

/** Null removes the limit. */
export type RateLimitPatch = null | {
  readonly limit: number;
  readonly windowMs: number;
  /** @default the status that the vendor documents */
  readonly style?: ThrottleStatus;
  /** @default true */
  readonly sendRetryAfter?: boolean;
};

export function mergeRateLimit(
  base: RateLimit | null,
  patch: RateLimitPatch | undefined,
  documentedStyle: ThrottleStatus,
): RateLimit | null {
  if (patch === undefined) return base;
  return patch === null ? null : { style: documentedStyle, sendRetryAfter: true, ...patch };
}
