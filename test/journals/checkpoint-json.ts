import type { Checkpoint } from '@waybill/core';

/** A checkpoint as text that a person can compare. */
export function checkpointJson(checkpoint: Checkpoint): string {
  const { steps, decisions, verifications, omissions, warnings, heldTimes, ...others } = checkpoint;
  const { generations, leftBehind, replacedIds, ...rest } = others;
  const sets = { leftBehind: [...leftBehind.keys()].toSorted(), replacedIds: [...replacedIds].toSorted() };
  const maps = { steps: sorted(steps), decisions: sorted(decisions), generations: sorted(generations) };
  const swept = [...leftBehind].filter(([, { sweep }]) => sweep !== 'open');
  if (swept.length > 0) Object.assign(maps, { swept: sorted(new Map(swept)) });
  if (omissions.size > 0) Object.assign(maps, { omissions: sorted(omissions) });
  if (warnings.size > 0) Object.assign(maps, { warnings: sorted(warnings) });
  if (heldTimes.size > 0) Object.assign(maps, { heldTimes: sorted(heldTimes) });
  if (verifications.size > 0) Object.assign(maps, { verifications: sorted(verifications) });
  return `${JSON.stringify({ ...rest, ...sets, ...maps }, null, 2)}\n`;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...map].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
