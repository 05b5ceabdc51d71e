import { defined } from '@waybill/core';
import type { ConfiguredStatuses } from '../config.ts';

export type StatusMeaning = 'succeeded' | 'failed' | 'running' | 'unknown';

export interface StatusWords {
  readonly success: readonly string[];
  readonly failure: readonly string[];
  /** Words that mean "still running" without a warning. */
  readonly running: readonly string[];
}

/**
 * SUCCESS is the only status that the vendor documents; the others are assumed, and a plan can override them.
 *
 * Source: Alibaba Cloud Elasticsearch API reference, ListDataTasks.
 */
export const DEFAULT_STATUS_WORDS: StatusWords = {
  success: ['SUCCESS'],
  failure: ['FAILED', 'FAIL', 'ERROR', 'CANCELLED', 'STOPPED'],
  running: ['PENDING', 'RUNNING'],
};

export function statusWords(configured: ConfiguredStatuses | undefined): StatusWords {
  return {
    ...DEFAULT_STATUS_WORDS,
    ...defined({ success: configured?.success, failure: configured?.failure }),
  };
}

/** Compared without regard to case. A word in no list is unknown, which means "still running" too. */
export function meaningOf(status: string, words: StatusWords): StatusMeaning {
  if (includesWord(words.success, status)) return 'succeeded';
  if (includesWord(words.failure, status)) return 'failed';
  return includesWord(words.running, status) ? 'running' : 'unknown';
}

function includesWord(words: readonly string[], status: string): boolean {
  const wanted = status.trim().toUpperCase();
  return words.some((word) => word.toUpperCase() === wanted);
}
