import { PRIORITY } from '../limits/channel.ts';

/** A step, or one that is ready and not built. */
interface Startable {
  readonly needs: readonly unknown[];
  readonly height: number;
}

/** Work under way goes before new work; within both, the longest way to the end goes first. */
export function startPriority(step: Startable, isRecorded: boolean): number {
  const hasStarted = isRecorded || step.needs.length > 0;
  return (hasStarted ? PRIORITY.started : PRIORITY.fresh) + step.height;
}
