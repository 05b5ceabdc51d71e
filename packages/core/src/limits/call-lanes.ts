import type { Limits } from '../provider/limits.ts';
import { CallLane, type LaneCall, type Sendable } from './call-lane.ts';

/** What is to be done about the calls of all accounts. */
export type NextCall<Call extends LaneCall> =
  | { readonly kind: 'send'; readonly lane: CallLane<Call>; readonly call: Call }
  /** Nothing may be sent before this time, unless something else happens; infinite: not before. */
  | { readonly kind: 'wait'; readonly untilMs: number };

/**
 * The calls of a run: a lane for each account, and a cap over all of them. A run sends what `next` says and waits with
 * promises; an estimate lets events happen. Arithmetic only: the caller says what time it is.
 */
export class CallLanes<Call extends LaneCall> {
  readonly callsAtOnce: number;
  readonly #lanes: CallLane<Call>[] = [];
  #underWay = 0;
  #arrivals = 0;

  /**
   * `callsAtOnce`: over all accounts.
   *
   * @default as many as the limits of each allow
   */
  constructor(callsAtOnce: number = Number.POSITIVE_INFINITY) {
    this.callsAtOnce = callsAtOnce;
  }

  get underWay(): number {
    return this.#underWay;
  }

  open(limits: readonly Pick<Limits, 'inFlight' | 'requests'>[]): CallLane<Call> {
    const lane = new CallLane<Call>(limits);
    this.#lanes.push(lane);
    return lane;
  }

  /** Higher priorities go first. */
  enqueue(lane: CallLane<Call>, call: Call, priority: number): void {
    this.#arrivals += 1;
    lane.enqueue(call, priority, this.#arrivals);
  }

  /** What to do now. A call that it names counts as sent; `ended` must follow. */
  next(now: number): NextCall<Call> {
    let first: Sendable | undefined;
    let lane: CallLane<Call> | undefined;
    let untilMs = Number.POSITIVE_INFINITY;
    for (const other of this.#lanes) {
      const found = other.look(now);
      if (found === undefined) untilMs = Math.min(untilMs, other.lookAgainAtMs);
      else if (first === undefined || isBefore(found, first)) [first, lane] = [found, other];
    }
    const call = this.#underWay < this.callsAtOnce ? lane?.send() : undefined;
    if (lane === undefined || call === undefined) return { kind: 'wait', untilMs };
    this.#underWay += 1;
    return { kind: 'send', lane, call };
  }

  /** A call was answered, or will never be. */
  ended(lane: CallLane<Call>, call: Call, now: number): void {
    this.#underWay -= 1;
    lane.ended(call, now);
  }

  /** Gives up waiting calls of all lanes. */
  drop(isDropped: (call: Call) => boolean): readonly Call[] {
    return this.#lanes.flatMap((lane) => lane.drop(isDropped));
  }

  /** Calls that only the cap over all accounts keeps from being sent. */
  heldByCap(now: number): number {
    if (this.#underWay < this.callsAtOnce) return 0;
    return this.#lanes.reduce((sum, lane) => sum + lane.sendable(now), 0);
  }
}

function isBefore(left: Sendable, right: Sendable): boolean {
  return left.priority === right.priority ? left.arrival < right.arrival : left.priority > right.priority;
}
