import type { Clock, Random } from '../clock.ts';
import type { Limits, RetryPolicy } from '../provider/limits.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { CallResult, ProviderSession } from '../provider/session.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { defined } from '../value/defined.ts';
import type { Json, JsonObject } from '../value/value.ts';
import { type ActivitySlots, sharedSlots } from './activity-slots.ts';
import { backoffMs } from './backoff.ts';
import type { CallDriver, ParallelismGauge, TurnOptions, WaitingCall } from './call-driver.ts';
import type { CallLane } from './call-lane.ts';
import { CallTurn, type TurnTaker } from './call-turn.ts';
import type { WindowGauge } from './call-window.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { EarlierCalls } from './earlier-calls.ts';
import { type Freshness, NOTHING_CHANGED, SharedReads } from './shared-reads.ts';

/** Higher goes first. Polls come before calls, and work that is under way before work that is new. */
export const PRIORITY = { poll: 4_000_000, settle: 3_000_000, started: 2_000_000, fresh: 0 } as const;

/**
 * What the providers of a plan that talk to the same account share: the lane of their calls and the places for remote
 * tasks. All their limits hold for all of them together.
 */
export class Budget {
  /** Remote tasks of all of them count together. */
  readonly slots: ActivitySlots;
  readonly #lane: CallLane<WaitingCall>;
  readonly #calls: CallDriver;

  constructor(limits: readonly Limits[], calls: CallDriver) {
    this.#calls = calls;
    this.#lane = calls.open(limits);
    this.slots = sharedSlots(limits);
  }

  get inFlight(): number {
    return this.#lane.inFlight;
  }

  /** Calls whose answer has not come. */
  get underWay(): number {
    return this.#lane.underWay;
  }

  /** Calls that have not come to be sent. */
  get waiting(): number {
    return this.#lane.waiting;
  }

  /** Calls at once over all accounts; undefined without such a cap. */
  get parallelism(): ParallelismGauge | undefined {
    return this.#calls.parallelism;
  }

  /** As `CallDriver.turn`. */
  turn(options: TurnOptions): Promise<Disposable> {
    return this.#calls.turn(this.#lane, options);
  }

  /** The server refused for too many calls, and wants none for `ms` milliseconds. */
  throttle(ms: number): void {
    const now = this.#calls.clock.monotonicMs();
    this.#lane.slowDown(now);
    this.#lane.holdFor(ms, now);
  }

  assumeFull(earlier: Exclude<EarlierCalls, 'none'>): void {
    this.#lane.assumeFull(this.#calls.clock.monotonicMs(), earlier);
  }

  gauges(): readonly WindowGauge[] {
    return this.#lane.gauges(this.#calls.clock.monotonicMs());
  }

  heldForMs(): number {
    return this.#lane.heldForMs(this.#calls.clock.monotonicMs());
  }
}

export interface ChannelOptions {
  readonly alias: string;
  readonly session: ProviderSession;
  readonly budget: Budget;
  /** Shared by all channels that use the same credentials on one account. */
  readonly gate: ConnectionGate;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted to end waits; calls under way are never cut off by it. */
  readonly stopping: AbortSignal;
  readonly onThrottled: (holdMs: number) => void;
  readonly onCall?: TurnTaker['onCall'];
}

export interface SharedReadOptions {
  readonly priority: number;
  /** Of whoever asks. */
  readonly freshness: Freshness;
  /**
   * Time of `clock.monotonicMs()` until which faults may be waited out.
   *
   * @default only the number of attempts is bounded
   */
  readonly giveUpAtMs?: number;
}

/** Of whoever asks outside of a run. */
export const OUTSIDE_A_RUN: SharedReadOptions = { priority: PRIORITY.fresh, freshness: NOTHING_CHANGED };

/**
 * Every call to one provider goes through its channel, each attempt queued anew so that it counts. A call under way is
 * always waited for: its answer is the only certain knowledge of its effect.
 */
export class Channel {
  readonly alias: string;
  readonly session: ProviderSession;
  readonly #options: ChannelOptions;
  readonly #taker: TurnTaker;
  readonly #shared: SharedReads;

  constructor(options: ChannelOptions) {
    this.alias = options.alias;
    this.session = options.session;
    this.#options = options;
    const { session, gate, onCall } = options;
    this.#taker = { session, gate, onThrottled: (holdMs) => this.#hold(holdMs), ...defined({ onCall }) };
    this.#shared = new SharedReads(options.clock);
  }

  /** The same, also for a run that is stopping: waits end with `stopping` alone. Of answers that are shared it has none. */
  until(stopping: AbortSignal): Channel {
    return new Channel({ ...this.#options, stopping });
  }

  /** Places for remote tasks, shared by the providers of one account. */
  get slots(): ActivitySlots {
    return this.#options.budget.slots;
  }

  get budget(): Budget {
    return this.#options.budget;
  }

  get gate(): ConnectionGate {
    return this.#options.gate;
  }

  /** Calls at once over all providers; undefined without such a cap. */
  get parallelism(): ParallelismGauge | undefined {
    return this.#options.budget.parallelism;
  }

  get usefulBacklog(): number {
    return usefulBacklog(this.#options.budget.inFlight);
  }

  /**
   * Resolves when one call may be sent: what is done before that (writing down an intent) is followed by the sending at once,
   * and not by a wait in which the process could be frozen and taken over. Its `end` must follow. Rejects with the stop
   * reason when stopped before.
   */
  turn(priority: number): Promise<CallTurn> {
    const { budget, gate, stopping } = this.#options;
    return budget.turn({ priority, trust: gate.trust, stopping }).then((place) => new CallTurn(this.#taker, place));
  }

  /** Sends one call in its turn. */
  async call(operation: string, args: JsonObject, priority: number): Promise<CallResult> {
    const turn = await this.turn(priority);
    try {
      return await turn.send(operation, args);
    } finally {
      turn.end();
    }
  }

  /**
   * Calls a read operation, repeating it after faults that may pass, until `giveUpAtMs` if that is given. Throws the last
   * `ProviderError`. A provider may leave the answer unattended, which must not end the process.
   */
  read(operation: string, args: JsonObject, priority: number, giveUpAtMs: number = Infinity): Promise<Json> {
    const response = this.#read(operation, args, priority, giveUpAtMs);
    response.catch(() => {});
    return response;
  }

  async #read(operation: string, args: JsonObject, priority: number, giveUpAtMs: number): Promise<Json> {
    const { retry, clock, random, stopping } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.call(operation, args, priority)).response;
      } catch (error) {
        if (!(error instanceof ProviderError) || !isWorthRepeating(error) || attempt >= retry.maxAttempts) throw error;
        const delayMs = backoffMs(retry, attempt, random, error.retryAfterMs);
        if (clock.monotonicMs() + delayMs > giveUpAtMs) throw error;
        await clock.sleep(delayMs, stopping);
      }
    }
  }

  /**
   * As `read`, but one answer serves all who ask the same within ten seconds and for whom it is fresh enough. It is given up
   * when the one who asked first would; the others ask again.
   */
  readShared(
    operation: string,
    args: JsonObject,
    { priority, freshness, giveUpAtMs }: SharedReadOptions,
  ): Promise<Json> {
    const key = `${operation}\n${canonicalJson(args)}`;
    return this.#shared.get(key, () => this.read(operation, args, priority, giveUpAtMs), freshness);
  }

  /** As `readShared`, but asks now, whatever was answered before; once for all that have seen the same answer, `than`. */
  readFresh(
    operation: string,
    args: JsonObject,
    { priority, freshness, giveUpAtMs }: SharedReadOptions,
    than?: Promise<Json>,
  ): Promise<Json> {
    const key = `${operation}\n${canonicalJson(args)}`;
    return this.#shared.renew(key, () => this.read(operation, args, priority, giveUpAtMs), { than, freshness });
  }

  #hold(holdMs: number): void {
    this.#options.budget.throttle(holdMs);
    this.#options.onThrottled(holdMs);
  }
}

/** How many steps are worth starting before their turn comes: enough to keep the queue busy, no more. */
export function usefulBacklog(inFlight: number): number {
  return inFlight * 4;
}

/**
 * A read can always be repeated; it is worth it when the reason may pass. While the connection is down, the caller comes
 * back later, and holds no place meanwhile.
 */
function isWorthRepeating(error: ProviderError): boolean {
  return error.mayPass && error.class !== 'unreachable';
}
