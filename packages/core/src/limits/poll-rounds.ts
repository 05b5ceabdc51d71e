import type { Polling } from '../provider/limits.ts';
import { endInSight, PollPace, type PollPaceState } from './poll-pace.ts';

export interface PollRound<Wait> {
  /** From 0; the same again after a round that could not be read. */
  readonly number: number;
  readonly waits: readonly Wait[];
}

export interface EndedRound {
  /** Any status changed or a wait ended. */
  readonly hasChanged: boolean;
  /** It got answers. */
  readonly wasRead: boolean;
  /**
   * How long the tasks will take whose end is foreseen, in milliseconds; infinite where it is not.
   *
   * @default no end is foreseen
   */
  readonly restsMs?: readonly number[];
}

/**
 * Which waits one poller looks at, and when: all together, in rounds at its pace. The run reads answers in a round, the
 * estimate draws them. Arithmetic only: the caller says what time it is.
 */
export class PollRounds<Wait> {
  readonly #polling: Polling;
  readonly #pace: PollPace;
  readonly #waits = new Map<string, Wait>();
  #state: 'idle' | 'sleeping' | 'polling' = 'idle';
  #number = 0;

  /** `from`: the pace of a run that is in progress. */
  constructor(polling: Polling, from?: PollPaceState) {
    this.#polling = polling;
    this.#pace = new PollPace(polling, from);
  }

  /** When the next round begins; infinite during a round and while nothing waits. */
  get dueAtMs(): number {
    return this.#state === 'sleeping' ? this.#pace.dueAtMs : Number.POSITIVE_INFINITY;
  }

  add(key: string, wait: Wait, now: number): void {
    this.#waits.set(key, wait);
    this.#pace.stepAdded(now, this.#state !== 'idle');
    if (this.#state === 'idle') this.#state = 'sleeping';
  }

  /** A wait that began before now, and keeps the pace as it is. */
  restore(key: string, wait: Wait): void {
    this.#waits.set(key, wait);
    if (this.#state === 'idle') this.#state = 'sleeping';
  }

  /** A round begins; `end` must follow. */
  begin(): PollRound<Wait> {
    this.#state = 'polling';
    return { number: this.#number, waits: [...this.#waits.values()] };
  }

  /** The wait is over. */
  remove(key: string): void {
    this.#waits.delete(key);
  }

  end(now: number, { hasChanged, wasRead, restsMs = [] }: EndedRound): void {
    if (wasRead) this.#number += 1;
    this.#pace.lookEnded(now, hasChanged, endInSight(restsMs, this.#polling));
    this.#state = this.#waits.size > 0 ? 'sleeping' : 'idle';
  }
}
