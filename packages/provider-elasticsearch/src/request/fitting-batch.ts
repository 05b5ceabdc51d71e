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

/** Of what it was at first, each time that the unit is started over: a batch may have been too large for the target. */
const SMALLER = 1 / 4;
/** Why it is started over is not known: for other reasons, a copy must not end at batches of a few small documents. */
const MOST_TIMES = 2;

/**
 * The same in a request, by how many `tokens` its unit has had: a quarter of it, and a sixteenth from the second start over on.
 * What refers to an index that was not looked at yet (a preview) stays the text that it is.
 */
export function batchIn({ size, fits }: JsonObject): Json | undefined {
  if (size !== undefined || fits === undefined) return size;
  const { documents = null, bytes = null, tokens } = fits as JsonObject;
  const isKnown = ![documents, bytes].some((value) => typeof value === 'string' && Number.isNaN(Number(value)));
  if (!isKnown) return { documents, bytes };
  const startedOver = Array.isArray(tokens) ? Math.min(MOST_TIMES, Math.max(0, tokens.length - 1)) : 0;
  return Math.max(1, Math.floor(fittingBatch({ documents, bytes }) * SMALLER ** startedOver));
}
