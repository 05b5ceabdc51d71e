import type { EventQueue } from './event-queue.ts';

export interface EventJob {
  /** Aliases of the connections that each slice takes a place of. */
  readonly connections: readonly string[];
  /** How long each slice takes. */
  readonly slicesMs: readonly number[];
  /** The first slice was begun, or there is none. */
  readonly onStarted: () => void;
  readonly onEnded: () => void;
}

/** Own work as a run does it: slices in the order of arrival, as far as places of their connections are free. */
export class EventJobs {
  readonly #events: EventQueue;
  readonly #placesOf: (alias: string) => number;
  readonly #taken = new Map<string, number>();
  readonly #open = new Set<OpenJob>();

  constructor(events: EventQueue, placesOf: (alias: string) => number) {
    this.#events = events;
    this.#placesOf = placesOf;
  }

  add(job: EventJob): void {
    this.#open.add({ job, begun: 0, ended: 0 });
    // Not at once: whoever adds it is not ready for its end.
    this.#events.at(this.#events.nowMs, () => this.#startWhatMay());
  }

  #startWhatMay(): void {
    for (const open of this.#open) {
      const { slicesMs, connections } = open.job;
      if (slicesMs.length === 0) this.#end(open);
      while (open.begun < slicesMs.length && this.#hasPlaces(connections)) this.#start(open);
    }
  }

  #start(open: OpenJob): void {
    const { slicesMs, connections, onStarted } = open.job;
    if (open.begun === 0) onStarted();
    const takesMs = slicesMs[open.begun] ?? 0;
    open.begun += 1;
    this.#take(connections, 1);
    this.#events.at(this.#events.nowMs + takesMs, () => {
      this.#take(connections, -1);
      open.ended += 1;
      if (open.ended === slicesMs.length) this.#end(open);
      this.#startWhatMay();
    });
  }

  #end(open: OpenJob): void {
    if (open.begun === 0) open.job.onStarted();
    this.#open.delete(open);
    open.job.onEnded();
  }

  #hasPlaces(connections: readonly string[]): boolean {
    return connections.every((alias) => (this.#taken.get(alias) ?? 0) < this.#placesOf(alias));
  }

  #take(connections: readonly string[], by: 1 | -1): void {
    for (const alias of new Set(connections)) this.#taken.set(alias, (this.#taken.get(alias) ?? 0) + by);
  }
}

interface OpenJob {
  readonly job: EventJob;
  begun: number;
  ended: number;
}
