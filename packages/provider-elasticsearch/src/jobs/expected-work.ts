import type { JobDefinition } from '@waybill/core';
import { slicesFor } from './seq-no-slices.ts';

type ExpectedWork = NonNullable<JobDefinition['expectedWork']>;
type Amount = NonNullable<Parameters<ExpectedWork>[1]>;

/** Of a slice, as `USUAL_SLICE` says it. */
const DOCUMENTS = 200_000;
const BYTES = DOCUMENTS * 500;
/** What durations of slices are assumed for. */
export const USUAL_SLICE = 'about 200,000 documents of half a kilobyte in a slice';
/** Of a usual slice: what begins and ends each takes as long. */
const LEAST_SIZE = 0.01;

/** Of work that reads all documents of one index, or of both sides. */
export function ofAllDocuments(sides: 1 | 2): ExpectedWork {
  return ({ parts }, amount) => {
    const given = typeof parts === 'number' ? parts : undefined;
    if (amount?.count === undefined) return given === undefined ? undefined : { slices: sides * given };
    const slices = given ?? slicesFor(amount.count);
    return { slices: sides * slices, size: Math.max(LEAST_SIZE, usualSlices(amount) / slices) };
  };
}

/** Of work on a part of an index that nobody knows: of a small index it is small. */
export const ofSomeDocuments: ExpectedWork = (_args, amount) =>
  amount === undefined ? undefined : { slices: 1, size: Math.min(1, Math.max(LEAST_SIZE, usualSlices(amount))) };

/** How many usual slices so much data is. */
export function usualSlices({ count = 0, bytes = 0 }: Amount): number {
  return Math.max(count / DOCUMENTS, bytes / BYTES);
}
