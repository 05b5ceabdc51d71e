import type { Scheduler } from '../scheduler/scheduler.ts';
import type { RunActivity } from './run-activity.ts';
import type { RunParts } from './run-parts.ts';
import { sleepOrStop } from './sleep-or-stop.ts';

interface RunWakesOptions {
  readonly parts: Pick<RunParts, 'clock' | 'stopping'>;
  readonly scheduler: Pick<Scheduler, 'queue' | 'wake'>;
  readonly activity: Pick<RunActivity, 'track'>;
}

/** What starts steps again when nothing else would: a policy's hold ends, or a connection that is down may be probed. */
export class RunWakes {
  readonly #options: RunWakesOptions;
  /** Aliases whose connection is down while steps could start. */
  readonly #heldBack = new Set<string>();
  /** When the run is woken because a policy lets something start. */
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor(options: RunWakesOptions) {
    this.#options = options;
  }

  /** Counted: the run must not end before a policy lets something start that it will let start. */
  whenHoldsEnd(atMs: number): void {
    if (atMs >= this.#wakesAtMs) return;
    const { parts, scheduler, activity } = this.#options;
    this.#wakesAtMs = atMs;
    activity.track(this.sleep(atMs - parts.clock.now()), () => {
      if (this.#wakesAtMs === atMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
      scheduler.wake(parts.clock.now());
    });
  }

  /** Counted while steps wait for the connection: the run must not end before one of them has probed it. */
  whenProbeIsDue(alias: string, delayMs: number): void {
    const { scheduler, activity } = this.#options;
    const { ready, ownWork } = scheduler.queue.waiting(alias);
    if (this.#heldBack.has(alias) || ready + ownWork === 0) return;
    this.#heldBack.add(alias);
    activity.track(this.sleep(delayMs), () => this.#heldBack.delete(alias));
  }

  /** Ends early when the run stops. */
  sleep(ms: number): Promise<void> {
    const { clock, stopping } = this.#options.parts;
    return sleepOrStop(clock, ms, stopping.signal);
  }
}
