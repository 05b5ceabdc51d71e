import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Polling } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';
import { type PolledWait, type PollReplay, replayPolls } from './replay-polls.ts';
import { type RoundLane, roundTime } from './round-time.ts';
import { type UnderWay, waitBeganAt } from './under-way.ts';

/** Those that ask the same together, and how their connection is used. */
export interface PollerOfWaits {
  readonly key: string;
  readonly definition: Poll;
  readonly polling: Polling;
  readonly lane: RoundLane;
}

/** Collects, by poller, when waits began and ended in the run that is in progress. Times count from now. */
export class PolledWaits {
  readonly #checkpoint: Checkpoint;
  readonly #nowMs: number;
  readonly #pollers = new Map<string, Polled>();

  constructor(checkpoint: Checkpoint, { nowMs }: UnderWay) {
    this.#checkpoint = checkpoint;
    this.#nowMs = nowMs;
  }

  /** A wait of an earlier run began again with this one. */
  add(step: StepWith<'waitsOutside'>, poller: PollerOfWaits): void {
    const beganAt = waitBeganAt(step, this.#checkpoint);
    const startedAt = this.#checkpoint.lastRun?.startedAtMs ?? 0;
    const state = this.#checkpoint.steps.get(step.address);
    const isOpen = state === undefined || state.status === 'retryable';
    if (beganAt === undefined || (!isOpen && state.at < startedAt)) return;
    const polled = this.#pollers.get(poller.key) ?? { poller, waits: [], openGoals: [] };
    this.#pollers.set(poller.key, polled);
    if (isOpen) polled.openGoals.push(step.goal);
    const fromNow = (time: number): number => Math.min(0, time - this.#nowMs);
    const endedAt = isOpen ? undefined : fromNow(state.at);
    polled.waits.push({ beganAt: fromNow(Math.max(beganAt, startedAt)), endedAt });
  }

  replays(): ReadonlyMap<string, PollReplay> {
    return new Map([...this.#pollers].map(([key, polled]) => [key, replayOf(polled)] as const));
  }
}

interface Polled {
  readonly poller: PollerOfWaits;
  readonly waits: PolledWait[];
  /** Of the waits that last. */
  readonly openGoals: string[];
}

/** A round that is due before now is under way. */
function replayOf({ poller: { definition, polling, lane }, waits, openGoals }: Polled): PollReplay {
  const { roundMs } = roundTime(definition, openGoals, lane);
  return replayPolls(waits, { polling, roundMs, nowMs: 0 });
}
