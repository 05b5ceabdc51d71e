import type { Json } from '@waybill/core';

/** Of `requests_per_second` as a plan gives it: also as a text, and -1 for no limit. Undefined: there is none. */
export function documentsPerSecond(given: Json | undefined): number | undefined {
  const perSecond = Number(given ?? -1);
  return perSecond > 0 ? perSecond : undefined;
}

/** The lower one of what a plan gives and a pace. */
export function atPace(given: Json | undefined, perSecond: number): number {
  return Math.min(documentsPerSecond(given) ?? perSecond, perSecond);
}
