import type { ValueObject } from '../../value/value.ts';
import { DEFAULT_RETRY, DEFAULT_TIMEOUT_MS } from '../load/read-plan-value.ts';

/** What holds where neither a migration nor `defaults:` says otherwise, as a plan writes it. */
export const BUILT_IN_DEFAULTS: ValueObject & { readonly retry: ValueObject } = {
  timeout: durationText(DEFAULT_TIMEOUT_MS),
  on_failure: 'continue',
  wait: true,
  retry: {
    max_attempts: DEFAULT_RETRY.maxAttempts,
    initial_interval: durationText(DEFAULT_RETRY.initialIntervalMs),
    backoff_coefficient: DEFAULT_RETRY.backoffCoefficient,
    max_interval: durationText(DEFAULT_RETRY.maxIntervalMs),
  },
};

function durationText(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000}h` : `${ms / 1000}s`;
}
