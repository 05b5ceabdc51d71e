import type { Checkpoint, Report } from '@waybill/core';
import type { HeldTime } from '@waybill/core/internal';
import type { HeldTimeJson } from '../documents/json-objects.ts';

/** A member of a document; absent where nothing was held, or not since `sinceMs`. */
export function heldTimesJson(
  { heldTimes }: Pick<Checkpoint, 'heldTimes'>,
  sinceMs = 0,
): { readonly was_held?: readonly HeldTimeJson[] } {
  const held = [...heldTimes.values()].filter(({ atMs }) => atMs >= sinceMs).map(heldTimeJson);
  return held.length === 0 ? {} : { was_held: held };
}

/** The same of a report. */
export function heldTimesIn({ units }: Report): readonly HeldTimeJson[] {
  return units.flatMap(({ was_held: held }) => held ?? []);
}

function heldTimeJson({ step, sent, ownMs, jobMs, atMs }: HeldTime): HeldTimeJson {
  return { step, sent, own_ms: ownMs, job_ms: jobMs, ended_at: new Date(atMs).toISOString() };
}
