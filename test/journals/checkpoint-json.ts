import type { Checkpoint } from '@waybill/core';

/** A checkpoint as text that a person can compare. */
export function checkpointJson(checkpoint: Checkpoint): string {
  const { steps, decisions, generations, leftBehind, replacedIds, ...rest } = checkpoint;
  const sets = { leftBehind: [...leftBehind].toSorted(), replacedIds: [...replacedIds].toSorted() };
  const maps = { steps: sorted(steps), decisions: sorted(decisions), generations: sorted(generations) };
  return `${JSON.stringify({ ...rest, ...sets, ...maps }, null, 2)}\n`;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...map].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
