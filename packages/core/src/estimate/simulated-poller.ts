import { PRIORITY } from '../limits/channel.ts';
import { PollPace, type PollPaceState } from '../limits/poll-pace.ts';
import type { Polling } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';

import { hashText } from './distribution.ts';
import type { EventQueue } from './event-queue.ts';
import type { AnsweredCall, SimulatedChannel } from './simulated-channel.ts';
import type { ModelStep } from './simulation-model.ts';

export interface SimulatedPollerOptions {
  readonly key: string;
  readonly poll: Poll;
  readonly polling: Polling;
  /** The pace of the run that is going on, from now; undefined when nothing is waiting there. */
  readonly pace: PollPaceState | undefined;
  readonly channel: SimulatedChannel;
  readonly events: EventQueue;
  readonly onReached: (step: ModelStep) => void;
}

/**
 * What `Poller` does, without looking: rounds at its pace that cost the calls the provider says, and waits that end with
 * the first round after their task was done. Of what a wait shows before that, only its first sight counts as a change.
 */
export class SimulatedPoller {
  readonly #options: SimulatedPollerOptions;
  readonly #pace: PollPace;
  readonly #waits: Wait[] = [];
  #state: 'idle' | 'sleeping' | 'looking' = 'idle';
  #round = 0;
  readonly #key: number;

  constructor(options: SimulatedPollerOptions) {
    this.#options = options;
    this.#pace = new PollPace(options.polling, options.pace);
    this.#key = hashText(options.key);
  }

  add(step: ModelStep, wait: AddedWait): void {
    const { goal, doneAtMs, isUnderWay, wasSeen } = wait;
    this.#waits.push({ step, goal, doneAtMs, wasSeen });
    if (isUnderWay) {
      if (this.#state === 'idle') this.#sleep();
      return;
    }
    const isEarlier = this.#pace.stepAdded(this.#options.events.nowMs, this.#state !== 'idle');
    if (isEarlier && this.#state !== 'looking') this.#sleep();
  }

  #sleep(): void {
    this.#state = 'sleeping';
    const { dueAtMs } = this.#pace;
    this.#options.events.at(dueAtMs, () => {
      if (this.#state === 'sleeping' && this.#pace.dueAtMs === dueAtMs) this.#look();
    });
  }

  #look(): void {
    this.#state = 'looking';
    this.#round += 1;
    const lookedAt = this.#waits.length;
    const [list] = this.#callsOfRound(lookedAt, this.#options.events.nowMs);
    const askList = (callsLeft: number, observedMs: number): void => {
      if (list === undefined || callsLeft === 0) this.#askDetails(list?.operation, lookedAt, observedMs);
      else
        this.#call(list.operation, -callsLeft, ({ sentMs, answeredMs }) =>
          askList(callsLeft - 1, (sentMs + answeredMs) / 2),
        );
    };
    askList(list?.calls ?? 0, this.#options.events.nowMs);
  }

  /** Which tasks need a call of their own is known from the list, and not when the round begins. */
  #askDetails(list: string | undefined, lookedAt: number, observedMs: number): void {
    const details = this.#callsOfRound(lookedAt, observedMs)
      .filter(({ operation }) => operation !== list)
      .flatMap(({ operation, calls }) => Array.from({ length: calls }, () => operation));
    let left = details.length;
    const onDetail = (): void => {
      left -= 1;
      if (left === 0) this.#judge(lookedAt, observedMs);
    };
    if (left === 0) this.#judge(lookedAt, observedMs);
    else for (const [index, operation] of details.entries()) this.#call(operation, index + 1, onDetail);
  }

  #callsOfRound(lookedAt: number, atMs: number): ReturnType<Poll['callsOfRound']> {
    const waits = this.#waits.slice(0, lookedAt);
    return this.#options.poll.callsOfRound(
      waits.map(({ goal }) => goal),
      waits.filter(({ doneAtMs }) => doneAtMs > atMs).map(({ goal }) => goal),
    );
  }

  #call(operation: string, number: number, onAnswered: (call: AnsweredCall) => void): void {
    const key = this.#key ^ Math.imul(this.#round, 0x01000193) ^ Math.imul(number, 0x9e3779b1);
    this.#options.channel.call({ operation, key, onAnswered }, PRIORITY.poll);
  }

  #judge(lookedAt: number, observedMs: number): void {
    const reached: ModelStep[] = [];
    let hasChanged = false;
    let kept = 0;
    for (const [index, wait] of this.#waits.entries()) {
      const isLookedAt = index < lookedAt;
      if (isLookedAt && !wait.wasSeen) {
        wait.wasSeen = true;
        hasChanged = true;
      }
      if (isLookedAt && wait.doneAtMs <= observedMs) reached.push(wait.step);
      else {
        this.#waits[kept] = wait;
        kept += 1;
      }
    }
    this.#waits.length = kept;
    this.#pace.lookEnded(this.#options.events.nowMs, hasChanged || reached.length > 0);
    if (kept > 0) this.#sleep();
    else this.#state = 'idle';
    for (const step of reached) this.#options.onReached(step);
  }
}

export interface AddedWait {
  readonly goal: string;
  readonly doneAtMs: number;
  /** It began before now, in the run that is going on. */
  readonly isUnderWay: boolean;
  /** It was looked at before now. */
  readonly wasSeen: boolean;
}

interface Wait extends Pick<AddedWait, 'goal' | 'doneAtMs'> {
  readonly step: ModelStep;
  wasSeen: boolean;
}
