import { PriorityQueue } from '../limits/priority-queue.ts';

/**
 * What happens when, on a clock that jumps from one event to the next, in whole milliseconds so that a wait of a fraction
 * cannot stand still. Events of one moment happen in order of arrival.
 */
export class EventQueue {
  readonly #events = new PriorityQueue<() => void>();
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  at(timeMs: number, happen: () => void): void {
    this.#events.push(happen, -Math.max(Math.ceil(timeMs), this.#nowMs));
  }

  /** Lets the next event happen; false when there is none. */
  step(): boolean {
    const next = this.#events.pop();
    if (next === undefined) return false;
    this.#nowMs = -next.priority;
    next.item();
    return true;
  }
}
