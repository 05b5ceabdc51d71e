import { slicesInHand } from '../jobs/job-queue.ts';

/** Own work that was cut into slices and is not done. */
interface OpenWork {
  readonly connections: readonly string[];
  /** Neither queued nor begun, in order. */
  rest: readonly string[];
  /** How many of its slices are queued. */
  queued: number;
  /** Begun, and when; undefined where nothing says it. */
  readonly begun: Map<string, number | undefined>;
}

interface QueuedSlice {
  readonly work: OpenWork;
  readonly slice: string;
}

/**
 * When slices of own work began. No record says so, but it follows from when others were done: a run queues some slices of
 * each step, one more with each that is done, and begins them in the order of the queue, as soon as a place is free on each
 * of their connections.
 */
export class SliceReplay {
  readonly #placesOf: (alias: string) => number;
  readonly #taken = new Map<string, number>();
  readonly #open = new Map<string, OpenWork>();
  readonly #queue = new Set<QueuedSlice>();

  constructor(placesOf: (alias: string) => number) {
    this.#placesOf = placesOf;
  }

  /** Nothing says when a run takes up what an earlier one left. */
  runStarted(): void {
    this.#taken.clear();
    for (const work of this.#open.values()) {
      work.rest = [...work.begun.keys(), ...this.#unqueue(work), ...work.rest];
      work.begun.clear();
    }
    for (const work of this.#open.values()) this.#enqueue(work);
    this.#beginWhatMay(undefined);
  }

  planned(step: string, slices: readonly string[], connections: readonly string[], atMs: number): void {
    this.ended(step, atMs);
    const work: OpenWork = { connections, rest: slices, queued: 0, begun: new Map() };
    this.#open.set(step, work);
    this.#enqueue(work);
    this.#beginWhatMay(atMs);
  }

  /** How long a slice that is done took; undefined where nothing says it. */
  done(step: string, slice: string, atMs: number): number | undefined {
    const work = this.#open.get(step);
    if (work === undefined) return undefined;
    const beganMs = work.begun.get(slice);
    if (work.begun.delete(slice)) this.#take(work.connections, -1);
    else work.rest = [...this.#unqueue(work), ...work.rest].filter((other) => other !== slice);
    this.#beginWhatMay(atMs);
    this.#enqueue(work);
    this.#beginWhatMay(atMs);
    return beganMs === undefined || atMs < beganMs ? undefined : atMs - beganMs;
  }

  /** The step is over, or begins anew. */
  ended(step: string, atMs: number): void {
    const work = this.#open.get(step);
    if (work === undefined) return;
    this.#open.delete(step);
    this.#unqueue(work);
    this.#take(work.connections, -work.begun.size);
    this.#beginWhatMay(atMs);
  }

  #enqueue(work: OpenWork): void {
    const room = slicesInHand(work.connections.map(this.#placesOf)) - work.queued - work.begun.size;
    const next = work.rest.slice(0, Math.max(0, room));
    work.rest = work.rest.slice(next.length);
    for (const slice of next) this.#queue.add({ work, slice });
    work.queued += next.length;
  }

  #unqueue(work: OpenWork): readonly string[] {
    const own = [...this.#queue].filter((queued) => queued.work === work);
    for (const queued of own) this.#queue.delete(queued);
    work.queued = 0;
    return own.map(({ slice }) => slice);
  }

  #beginWhatMay(atMs: number | undefined): void {
    for (const queued of this.#queue) {
      const { work, slice } = queued;
      if (!work.connections.every((alias) => (this.#taken.get(alias) ?? 0) < this.#placesOf(alias))) continue;
      this.#queue.delete(queued);
      work.queued -= 1;
      work.begun.set(slice, atMs);
      this.#take(work.connections, 1);
    }
  }

  #take(connections: readonly string[], by: number): void {
    for (const alias of new Set(connections)) this.#taken.set(alias, (this.#taken.get(alias) ?? 0) + by);
  }
}
