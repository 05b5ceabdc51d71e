import type { InterruptName } from './cli-io.ts';

/** Nobody who wants a process to end at once, and not only in order, sends the same signal again so soon. */
const SAME_SIGNAL_MS = 1_000;

/**
 * `handler` without the signals that came by a second way. What `timeout`, systemd or a terminal that is closed send to a
 * whole group, npm and the script that it runs pass on as well.
 */
export function dropRepeated(
  handler: (name: InterruptName) => void,
  nowMs: () => number,
): (name: InterruptName) => void {
  const taken = new Map<InterruptName, number>();
  return (name) => {
    const now = nowMs();
    if (now - (taken.get(name) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL_MS) return;
    taken.set(name, now);
    handler(name);
  };
}
