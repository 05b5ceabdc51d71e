import type { Clock } from '../clock.ts';
import type { Limits } from '../provider/limits.ts';
import type { CallLane, LaneCall } from './call-lane.ts';
import { CallLanes } from './call-lanes.ts';
import type { CredentialTrust } from './credential-trust.ts';

/** A cap on calls over all accounts. */
export interface CallCap {
  readonly callsAtOnce: number;
  /** The policy that caps. */
  readonly policy: string;
}

export interface ParallelismGauge {
  /** The policy that caps. */
  readonly policy: string;
  readonly limit: number;
  readonly inUse: number;
  /** Calls that nothing else keeps from being sent. */
  readonly waiting: number;
}

export interface TurnOptions {
  /** Higher goes first. */
  readonly priority: number;
  readonly trust: CredentialTrust;
  /** Aborted: the turn will not come. */
  readonly stopping: AbortSignal;
}

/** A call that waits for its turn. */
export interface WaitingCall extends LaneCall {
  readonly stopping: AbortSignal;
  go(): void;
  giveUp(reason: unknown): void;
}

/** A call, and the turn that it waits for: one object for both, because each call of a run has one. */
class Turn implements WaitingCall, Disposable {
  readonly trust: CredentialTrust;
  readonly stopping: AbortSignal;
  /** Resolves with itself when the call may be sent. */
  readonly come: Promise<Disposable>;
  readonly #onEnd: (turn: Turn) => void;
  #resolve: (turn: Disposable) => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  constructor({ trust, stopping }: TurnOptions, onEnd: (turn: Turn) => void) {
    this.trust = trust;
    this.stopping = stopping;
    this.#onEnd = onEnd;
    this.come = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  go(): void {
    this.#resolve(this);
  }

  giveUp(reason: unknown): void {
    this.#reject(reason);
  }

  [Symbol.dispose](): void {
    this.#onEnd(this);
  }
}

/** Interprets `CallLanes` on a clock: turns are promises. */
export class CallDriver {
  readonly clock: Clock;
  readonly #cap: CallCap | undefined;
  readonly #lanes: CallLanes<WaitingCall>;
  readonly #stops = new WeakSet<AbortSignal>();
  #sleep: { readonly untilMs: number; readonly over: AbortController } | undefined;

  /**
   * `cap`: over all accounts.
   *
   * @default as many as the limits of each allow
   */
  constructor(clock: Clock, cap?: CallCap) {
    this.clock = clock;
    this.#cap = cap;
    this.#lanes = new CallLanes(cap?.callsAtOnce);
  }

  open(limits: readonly Pick<Limits, 'inFlight' | 'requests'>[]): CallLane<WaitingCall> {
    return this.#lanes.open(limits);
  }

  /** Undefined without a cap over all accounts. */
  get parallelism(): ParallelismGauge | undefined {
    if (this.#cap === undefined) return undefined;
    const { policy, callsAtOnce: limit } = this.#cap;
    const waiting = this.#lanes.heldByCap(this.clock.monotonicMs());
    return { policy, limit, inUse: this.#lanes.underWay, waiting };
  }

  /** Resolves when a call may be sent, and rejects with the reason of a stop before. Disposed of when the call is over. */
  turn(lane: CallLane<WaitingCall>, options: TurnOptions): Promise<Disposable> {
    const { stopping } = options;
    if (stopping.aborted) return Promise.reject(stopping.reason);
    this.#watch(stopping);
    const turn = new Turn(options, (ended) => this.#ended(lane, ended));
    this.#lanes.enqueue(lane, turn, options.priority);
    this.#sendWhatMay();
    return turn.come;
  }

  #ended(lane: CallLane<WaitingCall>, call: WaitingCall): void {
    this.#lanes.ended(lane, call, this.clock.monotonicMs());
    this.#sendWhatMay();
  }

  /** Without a clock nothing can be sent any more: whoever waits learns why. */
  #sendWhatMay(): void {
    try {
      this.#sendUntilWait();
    } catch (error) {
      for (const call of this.#lanes.drop(() => true)) call.giveUp(error);
    }
  }

  #sendUntilWait(): void {
    const now = this.clock.monotonicMs();
    for (;;) {
      const next = this.#lanes.next(now);
      if (next.kind === 'wait') {
        this.#wakeAt(next.untilMs);
        return;
      }
      next.call.go();
    }
  }

  #watch(stopping: AbortSignal): void {
    if (this.#stops.has(stopping)) return;
    this.#stops.add(stopping);
    const onStop = (): void => this.#giveUp((call) => call.stopping === stopping, stopping.reason);
    stopping.addEventListener('abort', onStop, { once: true });
  }

  #giveUp(isMeant: (call: WaitingCall) => boolean, reason: unknown): void {
    for (const call of this.#lanes.drop(isMeant)) call.giveUp(reason);
    this.#sendWhatMay();
  }

  /** One sleep at a time. A sleep that ends too early only leads to the next one. */
  #wakeAt(untilMs: number): void {
    if (this.#sleep !== undefined && this.#sleep.untilMs <= untilMs && untilMs < Number.POSITIVE_INFINITY) return;
    this.#sleep?.over.abort();
    this.#sleep = undefined;
    if (untilMs === Number.POSITIVE_INFINITY) return;
    const sleep = { untilMs, over: new AbortController() };
    this.#sleep = sleep;
    this.clock
      .sleep(untilMs - this.clock.monotonicMs(), sleep.over.signal)
      .then(() => this.#wokenFrom(sleep))
      .catch((error: unknown) => {
        if (this.#sleep === sleep) this.#giveUp(() => true, error);
      });
  }

  #wokenFrom(sleep: object): void {
    if (this.#sleep !== sleep) return;
    this.#sleep = undefined;
    this.#sendWhatMay();
  }
}
