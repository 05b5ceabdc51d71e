import { PRIORITY } from '../limits/channel.ts';

/** A step, or one that is ready and not built. */
interface Startable {
  readonly needs: readonly unknown[];
  readonly height: number;
  readonly isUrgent?: boolean;
}

/** More than any height. */
const URGENT = 500_000;

/**
 * Work under way goes before new work; within both, the longest way to the end goes first. Before all of it goes what has to be
 * done while something holds that ends by itself: of many units together, each would otherwise wait for all others in between.
 */
export function startPriority(step: Startable, isRecorded: boolean): number {
  const hasStarted = isRecorded || step.needs.length > 0;
  return (hasStarted ? PRIORITY.started : PRIORITY.fresh) + step.height + (step.isUrgent === true ? URGENT : 0);
}
