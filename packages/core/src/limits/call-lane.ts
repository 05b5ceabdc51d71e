import type { Limits, Rate } from '../provider/limits.ts';
import { CallWindow, type WindowGauge } from './call-window.ts';
import type { CredentialTrust } from './credential-trust.ts';
import type { EarlierCalls } from './earlier-calls.ts';
import { PriorityQueue } from './priority-queue.ts';

/** What a lane has to know of a call. The object is the call's identity. */
export interface LaneCall {
  /** Of the credentials that it is sent with. */
  readonly trust: CredentialTrust;
}

/** A call that nothing but a cap over all accounts keeps from being sent. */
export interface Sendable {
  readonly priority: number;
  /** Of equal priority, the call with the smaller number was enqueued first. */
  readonly arrival: number;
}

interface Entry<Call> extends Sendable {
  readonly call: Call;
}

/** The limits that can keep a call waiting. */
export type CallLimit = 'requests' | 'in_flight';

/**
 * The calls to one account, in the order in which they may be sent: at most `inFlight` at once, given by priority, and
 * then at most so many in every window, in the order in which they came in flight. With the limits of several providers
 * that are on one account, all of them hold for all calls together.
 *
 * Arithmetic only: the caller says what time it is, in milliseconds that never go back.
 */
export class CallLane<Call extends LaneCall> {
  readonly inFlight: number;
  readonly #windows: readonly CallWindow[];
  readonly #queue = new PriorityQueue<Entry<Call>>();
  /** Calls that have one of the places in flight and wait for the window. */
  readonly #turns: Entry<Call>[] = [];
  #underWay = 0;
  /** What the last look found; it holds until something changes or until `#lookAgainAtMs`. */
  #next: Entry<Call> | undefined;
  #lookAgainAtMs = 0;
  #heldBy: CallLimit | undefined;
  #isTrying = false;

  constructor(limits: readonly Pick<Limits, 'inFlight' | 'requests'>[]) {
    this.inFlight = Math.min(...limits.map(({ inFlight }) => inFlight));
    this.#windows = distinct(limits.map(({ requests }) => requests)).map((rate) => new CallWindow(rate));
  }

  /** Calls that were sent and whose answer has not come. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Calls that have not been sent. */
  get waiting(): number {
    return this.#queue.size + this.#turns.length;
  }

  /** When the lane may have something to send without anything else happening; infinite when it may not. */
  get lookAgainAtMs(): number {
    return this.#lookAgainAtMs;
  }

  /** The limit that kept the first waiting call from being sent when it was last looked at. */
  get heldBy(): CallLimit | undefined {
    return this.#heldBy;
  }

  /** Whether what kept it is that one call tries its credentials, and has not been answered. */
  get isTrying(): boolean {
    return this.#isTrying;
  }

  enqueue(call: Call, priority: number, arrival: number): void {
    this.#queue.push({ call, priority, arrival }, priority);
    this.#touch();
  }

  /** The call that may be sent now. */
  look(now: number): Sendable | undefined {
    if (now < this.#lookAgainAtMs) return undefined;
    this.#next ??= this.#find(now);
    return this.#next;
  }

  /** Takes the call that `look` found. `ended` must follow, whatever becomes of it. */
  send(): Call | undefined {
    const entry = this.#next;
    if (entry === undefined) return undefined;
    if (this.#turns[0] === entry) this.#turns.shift();
    else this.#turns.splice(this.#turns.indexOf(entry), 1);
    this.#underWay += 1;
    for (const window of this.#windows) window.sent();
    entry.call.trust.sent(entry.call);
    this.#touch();
    return entry.call;
  }

  /** A call was answered, or will never be. */
  ended(call: Call, now: number): void {
    this.#underWay -= 1;
    for (const window of this.#windows) window.answered(now);
    call.trust.ended(call);
    this.#touch();
  }

  /** Gives up waiting calls, and returns them in the order in which they would have been sent. */
  drop(isDropped: (call: Call) => boolean): readonly Call[] {
    const all = this.#turns.splice(0);
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) all.push(next.item);
    const dropped: Call[] = [];
    for (const entry of all) {
      if (isDropped(entry.call)) dropped.push(entry.call);
      else this.#queue.push(entry, entry.priority);
    }
    this.#touch();
    return dropped;
  }

  /** As `CallWindow.holdFor`. */
  holdFor(ms: number, now: number): void {
    for (const window of this.#windows) window.holdFor(ms, now);
    this.#touch();
  }

  /** As `CallWindow.slowDown`. */
  slowDown(now: number): void {
    for (const window of this.#windows) window.slowDown(now);
    this.#touch();
  }

  /** As `CallWindow.assumeFull`. */
  assumeFull(now: number, earlier: Exclude<EarlierCalls, 'none'>): void {
    for (const window of this.#windows) window.assumeFull(now, earlier);
    this.#touch();
  }

  /** One for each rate that is declared. */
  gauges(now: number): readonly WindowGauge[] {
    return this.#windows.map((window) => window.gauge(now));
  }

  /** Milliseconds for which the server wants nothing to be sent. */
  heldForMs(now: number): number {
    return Math.max(...this.#windows.map((window) => window.heldForMs(now)));
  }

  /** How many waiting calls none of the limits of the account keeps from being sent. */
  sendable(now: number): number {
    if (this.heldForMs(now) > 0) return 0;
    const free = this.gauges(now).map(({ used, allowed }) => allowed - used);
    return Math.max(0, Math.min(this.waiting, this.inFlight - this.#underWay, ...free));
  }

  #touch(): void {
    this.#next = undefined;
    this.#lookAgainAtMs = 0;
  }

  #find(now: number): Entry<Call> | undefined {
    this.#fillPlaces();
    this.#heldBy = undefined;
    this.#lookAgainAtMs = Number.POSITIVE_INFINITY;
    if (this.#turns.length === 0 && this.#queue.size > 0) this.#heldBy = 'in_flight';
    const first = this.#turns[0]?.call.trust.mayCall === true ? this.#turns[0] : this.#turns.find(mayCall);
    this.#isTrying = first === undefined && this.#turns.length > 0;
    if (first === undefined) return undefined;
    const freeAtMs = this.#freeAtMs(now);
    if (freeAtMs !== 'after-answer' && freeAtMs <= now) {
      this.#lookAgainAtMs = 0;
      return first;
    }
    this.#heldBy = 'requests';
    if (freeAtMs !== 'after-answer') this.#lookAgainAtMs = freeAtMs;
    return undefined;
  }

  #fillPlaces(): void {
    while (this.#underWay + this.#turns.length < this.inFlight) {
      const next = this.#queue.pop();
      if (next === undefined) return;
      this.#turns.push(next.item);
    }
  }

  #freeAtMs(now: number): number | 'after-answer' {
    let latest = Number.NEGATIVE_INFINITY;
    for (const window of this.#windows) {
      const time = window.freeAtMs(now);
      if (time === 'after-answer') return time;
      latest = Math.max(latest, time);
    }
    return latest;
  }
}

function mayCall({ call }: Entry<LaneCall>): boolean {
  return call.trust.mayCall;
}

function distinct(rates: readonly Rate[]): readonly Rate[] {
  return [...new Map(rates.map((rate) => [`${rate.count}/${rate.intervalMs}`, rate] as const)).values()];
}
