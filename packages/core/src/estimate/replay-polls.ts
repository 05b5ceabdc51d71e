import { PollPace, type PollPaceState } from '../limits/poll-pace.ts';
import type { Polling } from '../provider/limits.ts';

/** One of the waits that are polled together, by the wall clock. */
export interface PolledWait {
  readonly beganAt: number;
  /** Undefined while it lasts. */
  readonly endedAt: number | undefined;
}

export interface ReplayOptions {
  readonly polling: Polling;
  /** From the start of a round to its answer. */
  readonly roundMs: number;
  readonly nowMs: number;
}

/** When waits that are polled together were looked at. */
export interface PollReplay {
  /** The ends of rounds, oldest first. */
  readonly looks: readonly number[];
  /** Of those, the last that is certain; undefined while no wait has ended. */
  readonly lastEndAt: number | undefined;
  /** Since when nothing that began was looked at. */
  readonly seenUntil: number;
  /** How it continues, by the wall clock; undefined when nothing is waiting. A round that is due before now is under way. */
  readonly pace: PollPaceState | undefined;
}

/**
 * When polls must have come, for no journal tells: polls keep their pace between the moments that are known, which are the
 * ends of waits, for every wait ends with a poll.
 */
export function replayPolls(waits: readonly PolledWait[], options: ReplayOptions): PollReplay {
  const replay = new Replay(options);
  for (const change of changesOf(waits)) replay.add(change);
  return replay.finish();
}

/** The last look before the one at `endedAt`, which showed an end; undefined when that was the first. */
export function lookBefore(endedAt: number, { looks }: PollReplay, { initialIntervalMs }: Polling): number | undefined {
  const before = endedAt - initialIntervalMs * SAME_LOOK;
  let [low, high] = [0, looks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((looks[middle] ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return looks[low - 1];
}

/** Two looks are at least one initial interval apart: what lies nearer is one look, replayed too early or recorded twice. */
const SAME_LOOK = 0.9;

interface Change {
  readonly at: number;
  readonly isEnd: boolean;
}

/** A wait that follows on another one begins in the round that ended it. */
function changesOf(waits: readonly PolledWait[]): readonly Change[] {
  const changes = waits.flatMap(({ beganAt, endedAt }): Change[] => {
    const began = { at: beganAt, isEnd: false };
    return endedAt === undefined ? [began] : [began, { at: Math.max(beganAt, endedAt), isEnd: true }];
  });
  return changes.toSorted((left, right) => left.at - right.at || Number(right.isEnd) - Number(left.isEnd));
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #pace: PollPace;
  readonly #looks: number[] = [];
  #waiting = 0;
  #lastEndAt: number | undefined;
  /** When waits began that no look has shown, oldest first. */
  #unseen: number[] = [];
  #seenUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#pace = new PollPace(options.polling);
  }

  add({ at, isEnd }: Change): void {
    if (isEnd) {
      this.#lookUntil(at - this.#options.polling.initialIntervalMs * SAME_LOOK);
      this.#waiting -= 1;
      this.#look(at, true);
      this.#lastEndAt = at;
      return;
    }
    this.#lookUntil(at);
    this.#pace.stepAdded(at, this.#waiting > 0);
    this.#waiting += 1;
    this.#unseen.push(at);
  }

  finish(): PollReplay {
    this.#lookUntil(this.#options.nowMs);
    const pace = this.#waiting > 0 ? this.#pace.state : undefined;
    return { looks: this.#looks, lastEndAt: this.#lastEndAt, seenUntil: this.#seenUntil, pace };
  }

  #lookUntil(time: number): void {
    if (this.#waiting <= 0) return;
    const { roundMs } = this.#options;
    while (this.#pace.dueAtMs + roundMs < time) this.#look(this.#pace.dueAtMs + roundMs, false);
  }

  /** What is seen for the first time is a change too. */
  #look(endsAt: number, hasEnded: boolean): void {
    const startsAt = endsAt - this.#options.roundMs;
    const unseen = this.#unseen.filter((beganAt) => beganAt > startsAt);
    const hasNew = unseen.length < this.#unseen.length;
    this.#unseen = unseen;
    this.#seenUntil = startsAt;
    this.#looks.push(endsAt);
    this.#pace.lookEnded(endsAt, hasEnded || hasNew);
  }
}
