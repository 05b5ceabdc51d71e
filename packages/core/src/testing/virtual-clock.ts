import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** How long work without any sleeper is waited for, in turns of the event loop. */
const MAX_IDLE_TURNS = 100;

/** Of real time, until a clock that nobody drives is named: whoever waits for it waits forever. */
const UNDRIVEN_MS = 30_000;

/**
 * A clock that moves only when it is advanced. `runUntil` lets a whole run pass: whenever nothing else is left to
 * do, time jumps to the next sleeper. The order of events depends on nothing but the program.
 */
export class VirtualClock implements Clock {
  readonly #startMs: number;
  #elapsedMs = 0;
  #sleepers: Sleeper[] = [];
  #count = 0;
  /** Real, and set from the first sleeper until the clock is driven. */
  #undriven: NodeJS.Timeout | undefined;
  #isDriven = false;

  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#startMs = startMs;
  }

  now(): number {
    return Math.floor(this.#startMs + this.#elapsedMs);
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      this.#count += 1;
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.#elapsedMs + Math.max(0, ms), order: this.#count, wake };
      this.#sleepers.push(sleeper);
      this.#expectDriver();
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Wakes whoever is due within `ms`, in order, letting everything that follows from it happen in between. */
  async advance(ms: number): Promise<void> {
    this.#drive();
    const untilMs = this.#elapsedMs + ms;
    await settle();
    for (let next = this.#next(); next !== undefined && next.dueMs <= untilMs; next = this.#next()) {
      this.#wake(next);
      await settle();
    }
    this.#elapsedMs = untilMs;
  }

  /** Lets time pass until `work` has ended. Throws when it waits for something that no sleeper will bring about. */
  async runUntil<Result>(work: Promise<Result>, limitMs: number = 30 * 24 * 3_600_000): Promise<Result> {
    this.#drive();
    let isDone = false;
    const mark = (): void => {
      isDone = true;
    };
    work.then(mark, mark);
    let idleTurns = 0;
    for (await settle(); !isDone; await settle()) {
      const next = this.#next();
      if (next === undefined) {
        // A store on disk takes turns of the event loop, not of this clock.
        idleTurns += 1;
        if (idleTurns > MAX_IDLE_TURNS) throw new Error('the work waits for something that never comes');
        continue;
      }
      idleTurns = 0;
      if (next.dueMs > limitMs) throw new Error(`the work is still waiting after ${limitMs} ms`);
      this.#wake(next);
    }
    return work;
  }

  #drive(): void {
    this.#isDriven = true;
    clearTimeout(this.#undriven);
  }

  /** Said once. Keeps no process alive. */
  #expectDriver(): void {
    if (this.#isDriven || this.#undriven !== undefined) return;
    this.#undriven = setTimeout(() => {
      if (this.#sleepers.length === 0) return;
      process.emitWarning(
        `A VirtualClock has sleepers and was never driven for ${UNDRIVEN_MS / 1_000} s. Its time passes only in runUntil() and advance().`,
        { code: 'WAYBILL_CLOCK_UNDRIVEN' },
      );
    }, UNDRIVEN_MS).unref();
  }

  #next(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>((first, sleeper) => {
      if (first === undefined) return sleeper;
      const isEarlier = sleeper.dueMs < first.dueMs || (sleeper.dueMs === first.dueMs && sleeper.order < first.order);
      return isEarlier ? sleeper : first;
    }, undefined);
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    this.#elapsedMs = Math.max(this.#elapsedMs, sleeper.dueMs);
    sleeper.wake();
  }
}

interface Sleeper {
  readonly dueMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Lets every promise that can continue do so, and the file system answer: no time passes on this clock meanwhile. */
async function settle(): Promise<void> {
  do {
    await nextTurn();
    await nextTurn();
  } while (process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq')));
}
