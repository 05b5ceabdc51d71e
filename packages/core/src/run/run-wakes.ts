import type { HoldEnds } from '../scheduler/held-steps.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { RunActivity } from './run-activity.ts';
import type { RunParts } from './run-parts.ts';
import { sleepOrStop } from './sleep-or-stop.ts';

interface RunWakesOptions {
  readonly parts: Pick<RunParts, 'clock' | 'stopping' | 'waitsForWindows'>;
  readonly scheduler: Pick<Scheduler, 'queue' | 'wake'>;
  readonly activity: Pick<RunActivity, 'track' | 'notify' | 'fail'>;
}

/** What starts steps again when nothing else would: a policy's hold ends, or a connection that is down may be probed. */
export class RunWakes {
  readonly #options: RunWakesOptions;
  /** Aliases whose connection is down while steps could start. */
  readonly #heldBack = new Set<string>();
  /** When the run is woken because a policy lets something start. */
  #wakesAtMs = Number.POSITIVE_INFINITY;
  /** The same, where that alone keeps it from ending. */
  #waitsUntilMs = Number.POSITIVE_INFINITY;
  readonly #over = new AbortController();

  constructor(options: RunWakesOptions) {
    this.#options = options;
  }

  /** A policy lets something start that it holds now. The run does not end before what it waits for. */
  whenHoldsEnd({ atMs, waitedForAtMs }: HoldEnds): void {
    const { parts, activity } = this.#options;
    const waitedMs = parts.waitsForWindows ? atMs : waitedForAtMs;
    if (waitedMs < this.#waitsUntilMs) {
      this.#waitsUntilMs = waitedMs;
      const slept = this.sleep(waitedMs - parts.clock.now());
      activity.track(slept, () => {
        if (this.#waitsUntilMs === waitedMs) this.#waitsUntilMs = Number.POSITIVE_INFINITY;
        this.#wake();
      });
    }
    if (atMs >= Math.min(this.#wakesAtMs, this.#waitsUntilMs)) return;
    this.#wakesAtMs = atMs;
    const { signal } = this.#over;
    void sleepOrStop(parts.clock, atMs - parts.clock.now(), signal).then(
      () => {
        if (signal.aborted) return;
        if (this.#wakesAtMs === atMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
        this.#wake();
        activity.notify();
      },
      (error: unknown) => activity.fail(error),
    );
  }

  /** The run is over: nothing wakes it any more. */
  end(): void {
    this.#over.abort();
  }

  #wake(): void {
    const { scheduler, parts } = this.#options;
    scheduler.wake(parts.clock.now());
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
