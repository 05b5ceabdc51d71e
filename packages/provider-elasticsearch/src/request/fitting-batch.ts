import type { Json, JsonObject } from '@waybill/core';

/** More in one batch gain little, and a node has to hold a batch of each copy. */
const MOST = 2_000;
/** Of what the index takes: two to five times as much as documents, in most. A hundredth of what a batch may have. */
const WANTED_BYTES = 2_000_000;
/** What clusters take where nothing is said. */
const DEFAULT = 1_000;

/**
 * Documents in a batch of a copy that a cluster makes, by how many the index has and by its bytes: 2,000 small ones, and of large
 * ones so few that they fit into what a node keeps of an answer. Numbers may come as texts. Pure.
 */
export function fittingBatch({ documents, bytes }: JsonObject): number {
  const [count, size] = [numberIn(documents), numberIn(bytes)];
  if (!(count > 0 && size > 0)) return DEFAULT;
  return Math.max(1, Math.min(MOST, Math.floor((WANTED_BYTES * count) / size)));
}

function numberIn(value: Json | undefined): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
}
