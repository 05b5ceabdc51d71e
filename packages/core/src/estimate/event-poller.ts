import { PRIORITY } from '../limits/channel.ts';
import type { PollPaceState } from '../limits/poll-pace.ts';
import { PollRounds } from '../limits/poll-rounds.ts';
import type { Polling } from '../provider/limits.ts';
import type { Poll } from '../provider/poll.ts';
import { hashText } from './distribution.ts';
import type { AnsweredCall, EventCall, EventChannel } from './event-calls.ts';
import type { EventQueue } from './event-queue.ts';
import type { ModelStep } from './simulation-model.ts';

export interface EventPollerOptions {
  readonly key: string;
  readonly poll: Poll;
  readonly polling: Polling;
  /** The pace of the run that is in progress, from now; undefined when nothing is waiting there. */
  readonly pace: PollPaceState | undefined;
  readonly channel: EventChannel;
  readonly events: EventQueue;
  readonly onReached: (step: ModelStep) => void;
}

/**
 * Interprets `PollRounds` with events: a round costs the calls that the provider says, and a wait ends with the first
 * round after its task was done. Of what a wait shows before that, only its first sight counts as a change.
 */
export class EventPoller {
  readonly #options: EventPollerOptions;
  readonly #rounds: PollRounds<Wait>;
  readonly #key: number;
  /** Counts every round, so that each draws other latencies. */
  #round = 0;

  constructor(options: EventPollerOptions) {
    this.#options = options;
    this.#rounds = new PollRounds(options.polling, options.pace);
    this.#key = hashText(options.key);
  }

  add(step: ModelStep, wait: AddedWait): void {
    const { goal, beganAtMs, doneAtMs, isUnderWay, wasSeen } = wait;
    const dueAtMs = this.#rounds.dueAtMs;
    const added: Wait = { step, goal, beganAtMs, doneAtMs, wasSeen };
    if (isUnderWay) this.#rounds.restore(String(step.index), added);
    else this.#rounds.add(String(step.index), added, this.#options.events.nowMs);
    if (this.#rounds.dueAtMs !== dueAtMs) this.#sleep();
  }

  #sleep(): void {
    const { dueAtMs } = this.#rounds;
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    this.#options.events.at(dueAtMs, () => {
      if (this.#rounds.dueAtMs === dueAtMs) this.#poll();
    });
  }

  #poll(): void {
    this.#round += 1;
    const { nowMs } = this.#options.events;
    // The run that is in progress began this round before now: its first call was sent then, and shows what was then.
    const sentAgoMs = this.#rounds.dueAtMs < 0 ? -this.#rounds.dueAtMs : 0;
    const waits = this.#rounds.begin().waits.filter(({ beganAtMs }) => beganAtMs <= nowMs - sentAgoMs);
    const [list] = this.#callsOfRound(waits, nowMs);
    const askList = (callsLeft: number, observedMs: number, agoMs: number): void => {
      if (list === undefined || callsLeft === 0) this.#askDetails(list?.operation, waits, observedMs);
      else
        this.#call({ operation: list.operation, number: -callsLeft, sentAgoMs: agoMs }, ({ sentMs, answeredMs }) =>
          askList(callsLeft - 1, (sentMs - agoMs + answeredMs) / 2, 0),
        );
    };
    askList(list?.calls ?? 0, nowMs, sentAgoMs);
  }

  /** Which tasks need a call of their own is known from the list, and not when the round begins. */
  #askDetails(list: string | undefined, waits: readonly Wait[], observedMs: number): void {
    const details = this.#callsOfRound(waits, observedMs)
      .filter(({ operation }) => operation !== list)
      .flatMap(({ operation, calls }) => Array.from({ length: calls }, () => operation));
    let left = details.length;
    const onDetail = (): void => {
      left -= 1;
      if (left === 0) this.#judge(waits, observedMs);
    };
    if (left === 0) this.#judge(waits, observedMs);
    else for (const [index, operation] of details.entries()) this.#call({ operation, number: index + 1 }, onDetail);
  }

  #callsOfRound(waits: readonly Wait[], atMs: number): ReturnType<Poll['callsOfRound']> {
    return this.#options.poll.callsOfRound(
      waits.map(({ goal }) => goal),
      waits.filter(({ doneAtMs }) => doneAtMs > atMs).map(({ goal }) => goal),
    );
  }

  #call({ number, ...call }: RoundCall, onAnswered: (call: AnsweredCall) => void): void {
    const key = this.#key ^ Math.imul(this.#round, 0x01000193) ^ Math.imul(number, 0x9e3779b1);
    this.#options.channel.call({ ...call, key, onAnswered }, PRIORITY.poll);
  }

  #judge(waits: readonly Wait[], observedMs: number): void {
    const reached = waits.filter(({ doneAtMs }) => doneAtMs <= observedMs);
    const isNew = waits.some(({ wasSeen }) => !wasSeen);
    for (const wait of waits) wait.wasSeen = true;
    for (const { step } of reached) this.#rounds.remove(String(step.index));
    const restsMs = this.#options.poll.foreseesEnd === true ? restsOf(waits, observedMs) : [];
    this.#rounds.end(this.#options.events.nowMs, { hasChanged: isNew || reached.length > 0, wasRead: true, restsMs });
    this.#sleep();
    for (const { step } of reached) this.#options.onReached(step);
  }
}

/** Until they are done, of those that were not. */
function restsOf(waits: readonly Wait[], observedMs: number): readonly number[] {
  return waits.flatMap(({ doneAtMs }) => (doneAtMs > observedMs ? doneAtMs - observedMs : []));
}

interface RoundCall extends Pick<EventCall, 'operation' | 'sentAgoMs'> {
  readonly number: number;
}

export interface AddedWait {
  readonly goal: string;
  readonly beganAtMs: number;
  readonly doneAtMs: number;
  /** It began before now, in the run that is in progress. */
  readonly isUnderWay: boolean;
  /** It was looked at before now. */
  readonly wasSeen: boolean;
}

interface Wait extends Pick<AddedWait, 'goal' | 'beganAtMs' | 'doneAtMs'> {
  readonly step: ModelStep;
  wasSeen: boolean;
}
