import { type ActivitySlots, sharedSlots } from '../limits/activity-slots.ts';
import type { CallCap } from '../limits/call-driver.ts';
import type { CallLane, LaneCall } from '../limits/call-lane.ts';
import { CallLanes } from '../limits/call-lanes.ts';
import { usefulBacklog } from '../limits/channel.ts';
import { CredentialTrust } from '../limits/credential-trust.ts';
import { type Freshness, isFresh, SHARED_READ_MS } from '../limits/shared-reads.ts';
import type { Limits } from '../provider/limits.ts';
import { CallCounter } from './call-counter.ts';
import type { EventQueue } from './event-queue.ts';
import type { HeldBy, LimitName } from './schedule.ts';

export interface EventCall {
  readonly operation: string;
  /** What the draw of its latency hangs on. */
  readonly key: number;
  /**
   * For how long it is under way already, where the simulation begins.
   *
   * @default 0
   */
  readonly sentAgoMs?: number;
  readonly onSent?: () => void;
  readonly onAnswered: (call: AnsweredCall) => void;
}

export interface AnsweredCall {
  readonly provider: string;
  readonly operation: string;
  readonly sentMs: number;
  readonly answeredMs: number;
}

export interface EventCallsOptions {
  readonly events: EventQueue;
  /**
   * How many calls may be under way at once over all accounts.
   *
   * @default as many as the limits of each allow
   */
  readonly cap?: CallCap | undefined;
  readonly onAnswered: ((call: AnsweredCall) => void) | undefined;
}

/** A provider of an account. */
export interface EventMember {
  readonly alias: string;
  readonly limits: Limits;
  readonly latencyMs: (key: number) => number;
}

/** Interprets `CallLanes` with events: a call is answered when its drawn latency has passed. */
export class EventCalls {
  readonly #options: EventCallsOptions;
  readonly #lanes: CallLanes<SentCall>;
  readonly #accounts: Account[] = [];
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor(options: EventCallsOptions) {
    this.#options = options;
    this.#lanes = new CallLanes(options.cap?.callsAtOnce);
  }

  /** Opens an account with all providers that are on it. */
  open(members: readonly EventMember[]): ReadonlyMap<string, EventChannel> {
    const limits = members.map((member) => member.limits);
    const account: Account = {
      lane: this.#lanes.open(limits),
      slots: sharedSlots(limits),
      trust: new CredentialTrust(),
      reached: new Set(),
      windowClosedAtMs: Number.NEGATIVE_INFINITY,
      cappedAtMs: Number.NEGATIVE_INFINITY,
      fullAtMs: Number.NEGATIVE_INFINITY,
      tryingAtMs: Number.NEGATIVE_INFINITY,
    };
    this.#accounts.push(account);
    const send = (call: SentCall, priority: number): void => {
      this.#lanes.enqueue(account.lane, call, priority);
      this.#sendWhatMay();
    };
    return new Map(
      members.map((member) => [member.alias, new EventChannel(member, account, { send, ...this.#options })] as const),
    );
  }

  #sendWhatMay(): void {
    let next = this.#lanes.next(this.#options.events.nowMs);
    for (; next.kind === 'send'; next = this.#lanes.next(this.#options.events.nowMs)) this.#send(next);
    for (const account of this.#accounts) this.#noteLimits(account);
    if (next.untilMs < this.#wakesAtMs) this.#wakeAt(next.untilMs);
  }

  #noteLimits(account: Account): void {
    const { heldBy, isTrying, waiting } = account.lane;
    const { nowMs } = this.#options.events;
    if (heldBy !== undefined) account.reached.add(heldBy);
    if (heldBy === 'requests') account.windowClosedAtMs = nowMs;
    if (heldBy === 'in_flight') account.fullAtMs = nowMs;
    if (isTrying) account.tryingAtMs = nowMs;
    const isCapped = heldBy === undefined && waiting > 0 && this.#lanes.underWay >= this.#lanes.callsAtOnce;
    if (isCapped) account.cappedAtMs = nowMs;
  }

  #wakeAt(timeMs: number): void {
    this.#wakesAtMs = timeMs;
    this.#options.events.at(timeMs, () => {
      if (this.#wakesAtMs === timeMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
      this.#sendWhatMay();
    });
  }

  #send({ lane, call }: { readonly lane: CallLane<SentCall>; readonly call: SentCall }): void {
    const { events, onAnswered } = this.#options;
    const sentMs = events.nowMs;
    call.onSent(sentMs);
    events.at(sentMs + call.latencyMs, () => {
      const { provider, operation } = call;
      const answered = { provider, operation, sentMs, answeredMs: events.nowMs };
      call.trust.accept();
      this.#lanes.ended(lane, call, events.nowMs);
      onAnswered?.(answered);
      // As in a run, the place is taken by what waits for it before anything follows from the answer: that comes after the
      // answer was written down, and so after whatever else was answered at the same moment.
      this.#sendWhatMay();
      events.at(events.nowMs, () => call.onAnswered(answered));
    });
  }
}

/** The calls to one provider in a simulated run. */
export class EventChannel {
  readonly usefulBacklog: number;
  readonly slots: ActivitySlots;
  readonly calls: Map<string, CallCounter> = new Map();
  /** Limits of its account that ever kept a call waiting. */
  readonly reached: Set<LimitName>;
  readonly #member: EventMember;
  readonly #account: Account;
  readonly #via: Pick<EventCallsOptions, 'events' | 'cap'> & {
    readonly send: (call: SentCall, priority: number) => void;
  };
  readonly #shared = new Map<number, SharedRead>();

  constructor(
    member: EventMember,
    account: Account,
    via: Pick<EventCallsOptions, 'events' | 'cap'> & { readonly send: (call: SentCall, priority: number) => void },
  ) {
    this.#member = member;
    this.#account = account;
    this.#via = via;
    this.usefulBacklog = usefulBacklog(account.lane.inFlight);
    this.slots = account.slots;
    this.reached = account.reached;
  }

  call({ operation, key, sentAgoMs = 0, onSent, onAnswered }: EventCall, priority: number): void {
    const { alias, latencyMs } = this.#member;
    const call: SentCall = {
      provider: alias,
      operation,
      trust: this.#account.trust,
      latencyMs: Math.max(0, latencyMs(key) - sentAgoMs),
      onSent: (sentMs) => {
        this.#counterOf(operation).add(sentMs);
        onSent?.();
      },
      onAnswered,
    };
    this.#via.send(call, priority);
  }

  /** One answer serves all who ask the same within the time, and for whom it is as fresh, as `Channel.readShared` says. */
  readShared(
    call: EventCall,
    { number, freshness }: { readonly number: number; readonly freshness: Freshness },
    priority: number,
  ): void {
    const now = this.#via.events.nowMs;
    const known = this.#shared.get(number);
    if (known !== undefined && now - known.atMs < SHARED_READ_MS && isFresh(known, freshness)) {
      if (known.isSent) call.onSent?.();
      if (known.answer === undefined) known.waiting.push(call);
      else call.onAnswered(known.answer);
      return;
    }
    const changes = freshness.now;
    const read: SharedRead = { atMs: now, changes, waiting: [call], isSent: false, answer: undefined };
    this.#shared.set(number, read);
    const onSent = (): void => {
      read.isSent = true;
      for (const { onSent: report } of read.waiting) report?.();
    };
    const onAnswered = (answer: AnsweredCall): void => {
      read.answer = answer;
      for (const waiting of read.waiting) waiting.onAnswered(answer);
    };
    this.call({ operation: call.operation, key: call.key, onSent, onAnswered }, priority);
  }

  /** What has kept calls waiting that were asked for since then. */
  heldSince(timeMs: number): HeldBy {
    const { cap } = this.#via;
    const { windowClosedAtMs, cappedAtMs, fullAtMs, tryingAtMs } = this.#account;
    if (windowClosedAtMs >= timeMs) return 'requests';
    if (cappedAtMs >= timeMs && cap !== undefined) return cap.policy;
    return tryingAtMs >= timeMs && tryingAtMs >= fullAtMs ? 'credentials' : 'in_flight';
  }

  #counterOf(operation: string): CallCounter {
    const known = this.calls.get(operation);
    if (known !== undefined) return known;
    const created = new CallCounter(this.#member.limits.requests.intervalMs);
    this.calls.set(operation, created);
    return created;
  }
}

interface SentCall extends LaneCall {
  readonly provider: string;
  readonly operation: string;
  readonly latencyMs: number;
  readonly onSent: (sentMs: number) => void;
  readonly onAnswered: (call: AnsweredCall) => void;
}

interface Account {
  readonly lane: CallLane<SentCall>;
  readonly slots: ActivitySlots;
  /** Until the first answer one call tries the credentials. */
  readonly trust: CredentialTrust;
  readonly reached: Set<LimitName>;
  windowClosedAtMs: number;
  /** When the cap over all accounts last kept one of its calls waiting. */
  cappedAtMs: number;
  /** When all its places in flight were last taken. */
  fullAtMs: number;
  /** When calls last waited for the one that tries the credentials. */
  tryingAtMs: number;
}

interface SharedRead {
  readonly atMs: number;
  readonly changes: number;
  readonly waiting: EventCall[];
  isSent: boolean;
  answer: AnsweredCall | undefined;
}
