import { assertInvariant } from '../errors.ts';
import type { CallCap } from '../limits/call-driver.ts';
import { DEFAULT_SLICES, type Limits } from '../provider/limits.ts';
import { hasEffect, needsApproval } from '../provider/steps/step-traits.ts';
import { Ledger } from '../scheduler/ledger.ts';
import type { LedgerChange } from '../scheduler/ledger-change.ts';
import { PolicySet } from '../scheduler/policies/policy-set.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { startPriority } from '../scheduler/start-priority.ts';
import { defined } from '../value/defined.ts';
import { atOnce, type Sliced } from '../value/sliced.ts';
import type { CallCounter } from './call-counter.ts';
import { drawZ } from './distribution.ts';
import { type AnsweredCall, EventCalls, type EventChannel } from './event-calls.ts';
import { EventJobs } from './event-jobs.ts';
import { EventPollers } from './event-pollers.ts';
import { EventQueue } from './event-queue.ts';
import type { LimitName } from './schedule.ts';
import type { ModelStep, ModelWait, SimulationModel } from './simulation-model.ts';
import { type Parking, type StepTrace, StepTraces } from './step-traces.ts';
import { type SampleNumber, WaitDraws } from './wait-draws.ts';

export interface SimulateOptions extends SampleNumber {
  /**
   * When an operator approves: each gate at once, or all that wait when nothing else of the run can move.
   *
   * @default 'at-once'
   */
  readonly approvals?: 'at-once' | 'when-idle';
  /** Limits to try instead of the declared ones, by provider. */
  readonly limits?: ReadonlyMap<string, Limits>;
  /** Hears of every call. */
  readonly onAnswered?: (call: AnsweredCall) => void;
}

/** How one simulated run went. Times are in milliseconds from its start; arrays by the model's index of steps. */
export interface SimulatedRun {
  readonly makespanMs: number;
  /** Undefined for a step that did not run. */
  readonly traces: readonly (StepTrace | undefined)[];
  /** By provider and operation. */
  readonly calls: ReadonlyMap<string, ReadonlyMap<string, CallCounter>>;
  /** By provider: the limits that ever kept something waiting. */
  readonly reached: ReadonlyMap<string, ReadonlySet<LimitName>>;
  /** How often nothing could move before an operator had approved; 0 when each gate opens at once. */
  readonly approvalRounds: number;
}

interface Reading {
  /** Of the first read. */
  readonly onSent?: () => void;
  /** Of the last one, or at once where nothing is read. */
  readonly onAnswered: () => void;
  readonly priority: number;
}

/** Events for each step, beyond which something is wrong or a plan too large to be simulated while somebody waits. */
const MAX_EVENTS_PER_STEP = 300;
const LEAST_MAX_EVENTS = 1_000_000;
/** A round of polls looks at every wait and may take a millisecond. */
const EVENTS_PER_SLICE = 20;
/**
 * Lets a run pass: the ledger, the start queue, the window and the pace of polls are those of a real run, the calls and
 * remote tasks are durations. Every call is answered, and no operator takes any time. Undefined when it takes too many
 * events.
 */
export function simulateRun(model: SimulationModel, options: SimulateOptions): SimulatedRun | undefined {
  return atOnce(simulateRunSliced(model, options));
}

/** What `simulateRun` gives. */
export function* simulateRunSliced(model: SimulationModel, options: SimulateOptions): Sliced<SimulatedRun | undefined> {
  const ledger = yield* Ledger.ofSliced(model.graph, model.selection.includes);
  return yield* new Simulation(model, options, ledger).run();
}

class Simulation {
  readonly #model: SimulationModel;
  readonly #options: SimulateOptions;
  readonly #events = new EventQueue();
  readonly #scheduler: Scheduler;
  readonly #channels: ReadonlyMap<string, EventChannel>;
  readonly #pollers: EventPollers;
  readonly #jobs: EventJobs;
  readonly #traces: StepTraces;
  readonly #waits: WaitDraws;
  /** Steps that wait for an approval. */
  readonly #gated: ModelStep[] = [];
  #approvalRounds = 0;
  #isStopped = false;
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor(model: SimulationModel, options: SimulateOptions, ledger: Ledger) {
    this.#model = model;
    this.#options = options;
    this.#waits = new WaitDraws(model, options);
    this.#traces = new StepTraces(model);
    const policies = new PolicySet(model, model.policies);
    this.#channels = this.#openChannels(policies.cap);
    this.#pollers = new EventPollers(model, this.#events, {
      channelOf: (alias) => this.#channelOf(alias),
      onReached: (reached) => this.#succeed(reached),
    });
    const placesOf = (alias: string): number => this.#limitsOf(alias).slices ?? DEFAULT_SLICES;
    this.#jobs = new EventJobs(this.#events, placesOf);
    const lanes = [...this.#channels].map(
      ([alias, channel]) => [alias, { channel, limits: this.#limitsOf(alias) }] as const,
    );
    this.#scheduler = new Scheduler({
      graph: model.graph,
      ledger,
      providers: new Map(lanes),
      policies,
      recordOf: (address) => model.checkpoint.steps.get(address),
      isSelected: model.selection.includes,
      orphans: model.orphans,
      onParked: (step, limit) => {
        this.#traces.park(model.of(step), limit);
        this.#channelOf(step.provider).reached.add(limit);
      },
      onHeld: (step, policy) => this.#traces.hold(model.of(step), policy),
    });
  }

  #openChannels(cap: CallCap | undefined): ReadonlyMap<string, EventChannel> {
    const { lanes, seed } = this.#model;
    const { sample, onAnswered } = this.#options;
    const calls = new EventCalls({ events: this.#events, cap, onAnswered });
    const members = [...lanes.values()].map(({ alias, account, call }) => ({
      alias,
      account,
      limits: this.#limitsOf(alias),
      latencyMs: (key: number) => call.distribution.durationMs(drawZ(seed, sample, key), 0),
    }));
    const accounts = Map.groupBy(members, ({ account }) => account);
    const opened = new Map([...accounts.values()].flatMap((ofAccount) => [...calls.open(ofAccount)]));
    // In the plan's order, in which a run starts steps too.
    return new Map([...lanes.keys()].flatMap((alias) => [[alias, opened.get(alias)] as const]).filter(isOpened));
  }

  *run(): Sliced<SimulatedRun | undefined> {
    yield* this.#restore();
    this.#startReady();
    const maxEvents = Math.max(LEAST_MAX_EVENTS, this.#model.steps.length * MAX_EVENTS_PER_STEP);
    for (let count = 0; this.#events.step() || this.#approve(); count += 1) {
      if (count > maxEvents) return undefined;
      this.#startReady();
      if (count % EVENTS_PER_SLICE === 0) yield;
    }
    const channels = [...this.#channels];
    return {
      makespanMs: this.#traces.lastEndMs,
      traces: this.#traces.all,
      calls: new Map(channels.map(([alias, { calls }]) => [alias, calls])),
      reached: new Map(channels.map(([alias, { reached }]) => [alias, reached])),
      approvalRounds: this.#approvalRounds,
    };
  }

  *#restore(): Sliced<void> {
    const { checkpoint, checksSinceMs } = this.#model;
    const repeated = defined({ checksSinceMs });
    yield* this.#scheduler.takePlacesSliced(checkpoint);
    yield* this.#admitAll(yield* this.#scheduler.restoreSliced(checkpoint, { retryFailed: false, ...repeated }));
  }

  #startReady(): void {
    if (this.#isStopped) return;
    const take = (alias: string): ReadyStep | undefined => this.#scheduler.take(alias, this.#nowMs);
    for (const alias of this.#channels.keys())
      for (let ready = take(alias); ready !== undefined; ready = take(alias)) this.#workOn(ready);
    // Also those that a run would end for: what is estimated is how long it takes until all is done.
    this.#wakeWhenHoldsEnd(this.#scheduler.holdsEnd.atMs);
  }

  /** By the clock that policies ask. */
  get #nowMs(): number {
    return this.#model.startsAtMs + this.#events.nowMs;
  }

  #wakeWhenHoldsEnd(atMs: number): void {
    if (atMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = atMs;
    this.#events.at(atMs - this.#model.startsAtMs, () => {
      if (this.#wakesAtMs === atMs) this.#wakesAtMs = Number.POSITIVE_INFINITY;
      this.#scheduler.wake(this.#nowMs);
    });
  }

  #admitAll(change: LedgerChange): Sliced<void> {
    return this.#scheduler.admitSliced(change, (ready) => this.#admit(ready));
  }

  #admit(ready: ReadyStep): void {
    const modelled = this.#model.of(ready);
    const { step, wait } = modelled;
    this.#traces.begin(modelled, this.#events.nowMs);
    if (needsApproval(step)) this.#reachGate(modelled);
    else if (wait !== undefined) this.#startWaiting(modelled, wait, ready);
    else this.#scheduler.enqueue(ready, modelled.isRecorded);
  }

  #reachGate(modelled: ModelStep): void {
    if (this.#options.approvals === 'when-idle') this.#gated.push(modelled);
    else this.#succeed(modelled);
  }

  /** Nothing else can move: opens every gate that has been reached; false when there is none. */
  #approve(): boolean {
    if (this.#gated.length === 0 || this.#isStopped) return false;
    this.#approvalRounds += 1;
    for (const gate of this.#gated.splice(0)) this.#succeed(gate);
    return true;
  }

  #startWaiting(modelled: ModelStep, wait: ModelWait, ready: ReadyStep): void {
    const { kind, pollerKey, elapsedMs } = wait;
    this.#scheduler.ledger.mark(ready, 'waiting');
    const seenUntilMs = this.#model.replays.get(pollerKey)?.seenUntil ?? Number.NEGATIVE_INFINITY;
    const takesMs = this.#waits.leftMs(modelled, wait, { startedAgoMs: this.#startedAgoMs(wait), seenUntilMs });
    this.#pollers.of(modelled.step, kind.definition, pollerKey).add(modelled, {
      goal: kind.goal,
      beganAtMs: this.#events.nowMs - (elapsedMs ?? 0),
      doneAtMs: this.#events.nowMs + takesMs,
      isUnderWay: elapsedMs !== undefined,
      wasSeen: elapsedMs !== undefined && -elapsedMs <= seenUntilMs,
    });
  }

  /** For how long a task has run that is waited for from now on. */
  #startedAgoMs({ startedAgoMs, startedBy }: ModelWait): number {
    const now = this.#events.nowMs;
    if (startedAgoMs !== undefined) return startedAgoMs + now;
    const startsMs = startedBy.map((address) => this.#traces.all[this.#model.of({ address }).index]?.endsMs ?? now);
    return startsMs.length === 0 ? 0 : now - Math.max(...startsMs);
  }

  #workOn(ready: ReadyStep): void {
    const modelled = this.#model.of(ready);
    const { step, reads, work, key } = modelled;
    const priority = startPriority(step, modelled.isRecorded);
    const parking = this.#traces.release(modelled, this.#events.nowMs);
    const onEnd = (): void => {
      this.#scheduler.workEnded(ready);
      this.#succeed(modelled);
    };
    const onSent = (): void => this.#noteStart(modelled, parking);
    if (work !== undefined) {
      this.#jobs.add({ ...work, slicesMs: this.#waits.slicesMs(modelled, work), onStarted: onSent, onEnded: onEnd });
      return;
    }
    const send = (operation: string): void => {
      const call = { operation, key, onAnswered: onEnd, ...(reads.length === 0 ? { onSent } : {}) };
      this.#channelOf(step.provider).call(call, priority);
    };
    this.#readAll(modelled, { onSent, onAnswered: hasEffect(step) ? () => send(step.operation) : onEnd, priority });
  }

  /** One after the other, each at its connection. */
  #readAll(modelled: ModelStep, { onSent, onAnswered, priority }: Reading, place = 0): void {
    const read = modelled.reads[place];
    if (read === undefined) {
      onAnswered();
      return;
    }
    const next = (): void => this.#readAll(modelled, { onAnswered, priority }, place + 1);
    const { connection, operation, key, number } = read;
    const shared = { number, freshness: this.#scheduler.freshnessFor(modelled.step) };
    const call = { operation, key, onAnswered: next, ...defined({ onSent }) };
    this.#channelOf(connection).readShared(call, shared, priority);
  }

  #noteStart(modelled: ModelStep, parking: Parking | undefined): void {
    const channel = this.#channelOf(modelled.step.provider);
    this.#traces.start(modelled, { nowMs: this.#events.nowMs, parking, heldSince: (ms) => channel.heldSince(ms) });
  }

  #succeed(modelled: ModelStep): void {
    this.#traces.end(modelled, this.#events.nowMs);
    const ready = this.#scheduler.ledger.readyStep(modelled.step);
    const { change, stop } = this.#scheduler.succeeded(ready, this.#nowMs);
    this.#isStopped ||= stop !== undefined;
    atOnce(this.#admitAll(change));
  }

  #channelOf(alias: string): EventChannel {
    const channel = this.#channels.get(alias);
    assertInvariant(channel !== undefined, `every step has providers of the plan: ${alias}`);
    return channel;
  }

  #limitsOf(alias: string): Limits {
    const limits = this.#options.limits?.get(alias) ?? this.#model.lanes.get(alias)?.limits;
    assertInvariant(limits !== undefined, `every lane has limits: ${alias}`);
    return limits;
  }
}

function isOpened(entry: readonly [string, EventChannel | undefined]): entry is readonly [string, EventChannel] {
  return entry[1] !== undefined;
}
