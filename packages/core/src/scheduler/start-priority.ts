import type { Step } from '../graph/graph.ts';
import { PRIORITY } from '../limits/channel.ts';

/** Work under way goes before new work; within both, the longest way to the end goes first. */
export function startPriority(step: Step, isRecorded: boolean): number {
  const hasStarted = isRecorded || step.needs.length > 0;
  return (hasStarted ? PRIORITY.started : PRIORITY.fresh) + step.height;
}
