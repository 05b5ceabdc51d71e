import type { Rate, RetryPolicy } from '../../provider/limits.ts';
import { parseDurationMs } from '../../value/duration.ts';
import { isValueObject, type Value } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { Findings } from '../syntax/findings.ts';
import { parseRate } from './rate.ts';

/** `migrations.*.timeout` and `retry` when neither the migration nor `defaults:` says otherwise. */
export const DEFAULT_TIMEOUT_MS: number = 12 * 3_600_000;
export const DEFAULT_RETRY: RetryPolicy = {
  maxAttempts: 6,
  initialIntervalMs: 1_000,
  backoffCoefficient: 2,
  maxIntervalMs: 60_000,
};

/** Longer than any wait makes sense, and far below what a timer or a safe integer holds. */
const MAX_DURATION_MS = 10 * 365 * 86_400_000;

/** A duration in milliseconds; undefined when absent or wrong. A text that is not one was reported by the shape check. */
export function readDurationMs(value: Value | undefined, path: KeyPath, findings: Findings): number | undefined {
  if (typeof value !== 'string' || !/^\d+(ms|s|m|h|d)$/.test(value)) return undefined;
  const ms = parseDurationMs(value);
  if (ms !== undefined && ms <= MAX_DURATION_MS) return ms;
  findings.add({
    code: 'PLAN_BAD_DURATION',
    path,
    summary: `\`${value.slice(0, 40)}\` is too long a duration`,
    detail: 'A duration is at most ten years (3650d).',
    hint: 'Write a shorter duration, such as 12h.',
  });
  return undefined;
}

export function readRate(value: Value | undefined): Rate | undefined {
  return typeof value === 'string' ? parseRate(value) : undefined;
}

export function readInteger(value: Value | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** A retry policy; what it leaves out comes from `fallback`. */
export function readRetry(
  value: Value | undefined,
  fallback: RetryPolicy,
  path: KeyPath,
  findings: Findings,
): RetryPolicy {
  if (!isValueObject(value)) return fallback;
  const coefficient = value.backoff_coefficient;
  return {
    maxAttempts: readInteger(value.max_attempts) ?? fallback.maxAttempts,
    initialIntervalMs:
      readDurationMs(value.initial_interval, [...path, 'initial_interval'], findings) ?? fallback.initialIntervalMs,
    backoffCoefficient: typeof coefficient === 'number' ? coefficient : fallback.backoffCoefficient,
    maxIntervalMs: readDurationMs(value.max_interval, [...path, 'max_interval'], findings) ?? fallback.maxIntervalMs,
  };
}

export function readOnFailure(value: Value | undefined): 'continue' | 'stop' | undefined {
  return value === 'continue' || value === 'stop' ? value : undefined;
}
