import type { Json, Value } from '@waybill/core';

/** How two servers are compared, each level with all before it; `dump` is as thorough as `digest`. */
export const VERIFICATION_LEVELS = ['counts', 'keys', 'digest', 'dump'] as const;
export type Level = (typeof VERIFICATION_LEVELS)[number];

/** Whoever wants less says so. */
export const DEFAULT_LEVEL: Level = 'digest';

export function readLevel(level: Value | Json | undefined): Level {
  return VERIFICATION_LEVELS.find((known) => known === level) ?? DEFAULT_LEVEL;
}

/** What a level does not see, for reviewers. */
export const UNSEEN: Readonly<Record<Level, string>> = {
  counts: 'Verified by counts of keys that do not expire: other keys and values are not seen.',
  keys: 'Verified by keys, types and expiry: changed values are not seen.',
  digest: 'Verified by digest: later writes, modules and functions are not seen.',
  dump: 'Verified by dump: later writes, modules and functions are not seen.',
};
