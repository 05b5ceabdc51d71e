import { ActivitySlots } from '../limits/activity-slots.ts';
import { CallWindow } from '../limits/call-window.ts';
import { usefulBacklog } from '../limits/channel.ts';
import { PriorityQueue } from '../limits/priority-queue.ts';
import { SHARED_READ_MS } from '../limits/shared-reads.ts';
import type { Limits } from '../provider/limits.ts';
import { CallCounter } from './call-counter.ts';
import type { EventQueue } from './event-queue.ts';
import type { LimitName } from './schedule.ts';

export interface SimulatedCall {
  readonly operation: string;
  /** What the draw of its latency hangs on. */
  readonly key: number;
  readonly onSent?: () => void;
  readonly onAnswered: (call: AnsweredCall) => void;
}

export interface AnsweredCall {
  readonly provider: string;
  readonly operation: string;
  readonly sentMs: number;
  readonly answeredMs: number;
}

export interface SimulatedChannelOptions {
  readonly alias: string;
  readonly limits: Limits;
  readonly events: EventQueue;
  readonly latencyMs: (key: number) => number;
  readonly onAnswered: ((call: AnsweredCall) => void) | undefined;
}

/**
 * What `Channel` and its budget do to calls, without calls: places in flight by priority, then the window in the order of
 * asking, and answers that serve all who ask the same.
 */
export class SimulatedChannel {
  readonly usefulBacklog: number;
  readonly slots: ActivitySlots;
  readonly calls: Map<string, CallCounter> = new Map();
  /** Limits that ever kept a call waiting. */
  readonly reached: Set<LimitName> = new Set();
  readonly #options: SimulatedChannelOptions;
  readonly #window: CallWindow;
  readonly #queue = new PriorityQueue<SimulatedCall>();
  /** Calls that have a place in flight and wait for the window. */
  readonly #turns: SimulatedCall[] = [];
  readonly #shared = new Map<number, SharedRead>();
  #placesTaken = 0;
  /** Until the first answer one call tries the credentials, as in `ConnectionGate`. */
  #trust: 'unproven' | 'trying' | 'accepted' = 'unproven';
  #wakesAtMs = Number.POSITIVE_INFINITY;
  #windowClosedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: SimulatedChannelOptions) {
    this.#options = options;
    this.#window = new CallWindow(options.limits.requests);
    this.usefulBacklog = usefulBacklog(options.limits.inFlight);
    this.slots = new ActivitySlots(options.limits);
  }

  call(call: SimulatedCall, priority: number): void {
    this.#queue.push(call, priority);
    this.#sendWhatMay();
  }

  /**
   * One answer serves all who ask the same within the time that `Channel.readShared` says, unless it did not come after
   * what it has to show was made.
   */
  readShared(
    call: SimulatedCall,
    { number, madeAtMs = -1 }: { readonly number: number; readonly madeAtMs?: number | undefined },
    priority: number,
  ): void {
    const now = this.#options.events.nowMs;
    const known = this.#shared.get(number);
    const isNewEnough = known?.answer === undefined || known.answer.answeredMs > madeAtMs;
    if (known !== undefined && now - known.atMs < SHARED_READ_MS && isNewEnough) {
      if (known.isSent) call.onSent?.();
      if (known.answer === undefined) known.waiting.push(call);
      else call.onAnswered(known.answer);
      return;
    }
    const read: SharedRead = { atMs: now, waiting: [call], isSent: false, answer: undefined };
    this.#shared.set(number, read);
    const onSent = (): void => {
      read.isSent = true;
      for (const { onSent: tell } of read.waiting) tell?.();
    };
    const onAnswered = (answer: AnsweredCall): void => {
      read.answer = answer;
      for (const waiting of read.waiting) waiting.onAnswered(answer);
    };
    this.call({ operation: call.operation, key: call.key, onSent, onAnswered }, priority);
  }

  /** What has kept calls waiting that were asked for since then. */
  heldSince(timeMs: number): LimitName {
    return this.#windowClosedAtMs >= timeMs ? 'requests' : 'in_flight';
  }

  #sendWhatMay(): void {
    this.#fillPlaces();
    while (this.#turns.length > 0) {
      if (this.#trust === 'trying') return;
      const waitMs = this.#window.waitMs(this.#options.events.nowMs);
      if (waitMs !== 0) {
        this.#windowClosedAtMs = this.#options.events.nowMs;
        this.reached.add('requests');
        if (waitMs !== 'until-answer') this.#wakeAt(this.#options.events.nowMs + waitMs);
        return;
      }
      const next = this.#turns.shift();
      if (next !== undefined) this.#send(next);
    }
    if (this.#queue.size > 0) this.reached.add('in_flight');
  }

  #fillPlaces(): void {
    while (this.#placesTaken < this.#options.limits.inFlight) {
      const next = this.#queue.pop();
      if (next === undefined) return;
      this.#placesTaken += 1;
      this.#turns.push(next.item);
    }
  }

  #wakeAt(timeMs: number): void {
    if (this.#wakesAtMs <= timeMs) return;
    this.#wakesAtMs = timeMs;
    this.#options.events.at(timeMs, () => {
      if (this.#wakesAtMs === timeMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
      this.#sendWhatMay();
    });
  }

  #send(call: SimulatedCall): void {
    const { alias, events, latencyMs } = this.#options;
    const sentMs = events.nowMs;
    if (this.#trust === 'unproven') this.#trust = 'trying';
    this.#window.sent();
    this.#counterOf(call.operation).add(sentMs);
    call.onSent?.();
    events.at(sentMs + latencyMs(call.key), () => {
      const answered = { provider: alias, operation: call.operation, sentMs, answeredMs: events.nowMs };
      this.#window.answered(events.nowMs);
      this.#placesTaken -= 1;
      this.#trust = 'accepted';
      this.#options.onAnswered?.(answered);
      // As in a run, the place is taken by what waits for it before anything follows from the answer: that comes after the
      // answer was written down, and so after whatever else was answered at the same moment.
      this.#sendWhatMay();
      events.at(events.nowMs, () => call.onAnswered(answered));
    });
  }

  #counterOf(operation: string): CallCounter {
    const known = this.calls.get(operation);
    if (known !== undefined) return known;
    const created = new CallCounter(this.#options.limits.requests.intervalMs);
    this.calls.set(operation, created);
    return created;
  }
}

interface SharedRead {
  readonly atMs: number;
  readonly waiting: SimulatedCall[];
  isSent: boolean;
  answer: AnsweredCall | undefined;
}
