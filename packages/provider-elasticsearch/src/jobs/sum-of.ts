import type { SliceResult } from '@waybill/core';

/** What the slices of a job have counted under a name. */
export function sumOf(results: readonly SliceResult[], name: string): number {
  return results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
}
