import type { ReadGauges, RunEvent, RunGauges } from '@waybill/core';
import type { ProgressCounts, UnitCounts } from '@waybill/core/internal';
import type { Eta } from './eta.ts';
import type { UnitFailure } from './failure-cause.ts';
import { type FailureCause, FailureCauses } from './failure-causes.ts';
import type { Forecast } from './forecast.ts';
import { WorkMeter, type WorkProgress } from './work-meter.ts';

export interface RemoteWait {
  readonly step: string;
  readonly status: string;
  /** 0 to 1, from the vendor. */
  readonly progress: number | undefined;
  /** When this status was first seen; of a task that counts what it has done, when its count was. */
  readonly at: number;
  readonly isCounting: boolean;
}

/** A step of which an attempt failed, and nothing has moved since. */
export interface RetryNote {
  readonly step: string;
  /** Why the latest attempt failed. */
  readonly reason: string;
  /** When the first of these attempts had failed. */
  readonly at: number;
}

/** Slices of own work. */
export interface SliceCounts {
  readonly done: number;
  readonly total: number;
}

export interface Suspension {
  readonly provider: string;
  readonly code: string;
  readonly message: string;
}

export interface GateNote {
  readonly step: string;
  readonly unit: string;
  readonly instruction: string;
  /** Of a gate with a rule, once somebody approved it. */
  readonly approvals?: { readonly given: number; readonly needed: number };
}

const NO_UNITS: UnitCounts = {
  total: 0,
  succeeded: 0,
  failed: 0,
  unknown: 0,
  gated: 0,
  active: 0,
  started: 0,
  pending: 0,
  skipped: 0,
};

const NOTHING_KNOWN: ProgressCounts = {
  record: 0,
  steps: { done: 0, total: 0, unreachable: 0 },
  units: NO_UNITS,
  migrations: [],
  remoteTasks: 0,
};

/** The step rate is taken over this time, so that it follows a change within a minute. */
const RATE_WINDOW_MS = 60_000;
/** A rate from fewer steps, or from less time, says nothing. */
const LEAST_RATE_STEPS = 3;
const LEAST_RATE_SPAN_MS = 3_000;
/** More are not needed for a rate. */
const RATE_STEPS = 500;

/**
 * What every live view shows: the numbers as the run counts them from its journal, and what its events say beside. Adding
 * an event costs the same however large the plan is.
 */
export class RunProgress {
  /** Until the run has begun. */
  #before: ProgressCounts;
  readonly #waits = new Map<string, RemoteWait>();
  readonly #slices = new Map<string, SliceCounts>();
  readonly #retries = new Map<string, RetryNote>();
  readonly #gates = new Map<string, GateNote>();
  readonly #work = new WorkMeter();
  readonly #failures = new FailureCauses();
  readonly #forecast: Pick<Forecast, 'eta' | 'changed'> | undefined;
  #hasForecastFailed = false;
  #readGauges: ReadGauges | undefined;
  /** When the latest steps were done, oldest first; at most `RATE_STEPS`. */
  readonly #recent: number[] = [];
  run = '';
  plan = '';
  startedAt: number | undefined;
  lastAt = 0;
  isStopping = false;
  /** Providers that refuse the credentials. */
  suspended: readonly Suspension[] = [];

  constructor(forecast?: Pick<Forecast, 'eta' | 'changed'>, before: ProgressCounts = NOTHING_KNOWN) {
    this.#forecast = forecast;
    this.#before = before;
  }

  /** What was known before: shown until the run has begun. */
  begin(before: ProgressCounts): void {
    this.#before = before;
  }

  get counts(): ProgressCounts {
    return this.gauges?.progress ?? this.#before;
  }

  /** Waits for remote tasks, the longest first. A task may be waited for more than once. */
  get waits(): readonly RemoteWait[] {
    return [...this.#waits.values()];
  }

  /** Of own work that is under way, all steps together; undefined when there is none. */
  get slices(): SliceCounts | undefined {
    const all = [...this.#slices.values()];
    if (all.length === 0) return undefined;
    return all.reduce((sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }));
  }

  /** What the steps in progress have done, by what they count, and how fast. */
  work(now: number): readonly WorkProgress[] {
    return this.#work.read(now);
  }

  /** Steps that are tried again, the longest first. */
  get retries(): readonly RetryNote[] {
    return [...this.#retries.values()];
  }

  get gates(): readonly GateNote[] {
    return [...this.#gates.values()];
  }

  /** By cause, those that hit most units first. */
  get failures(): readonly FailureCause[] {
    return this.#failures.all;
  }

  /** Units that failed in this run, or whose outcome is unknown. */
  get failureCount(): number {
    return this.#failures.unitCount;
  }

  /** Against the limits, now; undefined before the run has begun. */
  get gauges(): RunGauges | undefined {
    return this.#readGauges?.();
  }

  onGauges(read: ReadGauges): void {
    this.#readGauges = read;
  }

  /** Undefined when nothing supports one. */
  eta(now: number): Eta | undefined {
    if (!this.#canMove()) return undefined;
    const forecast = this.#forecastAt(now);
    if (forecast !== undefined) return forecast;
    const ms = this.#ratedMs(now);
    return ms === undefined ? undefined : { ms, basis: 'rate', at: now };
  }

  /** None, from then on, once making one has failed, as the estimates of a provider may: a run does not end because of it. */
  #forecastAt(now: number): Eta | undefined {
    if (this.#hasForecastFailed) return undefined;
    try {
      return this.#forecast?.eta(now);
    } catch {
      this.#hasForecastFailed = true;
      return undefined;
    }
  }

  /** How far its vendor says that the remote task of a wait is, 0 to 1. */
  progressOf(step: string): number | undefined {
    return this.#waits.get(step)?.progress;
  }

  /** Until own work that counts what it does has done all of it, at the speed that it has. */
  restMsOf(step: string, now: number): number | undefined {
    return this.#slices.has(step) ? this.#work.leftMs(step, now) : undefined;
  }

  /** Until every step in reach is done at the recent rate; undefined until there is a rate. */
  #ratedMs(now: number): number | undefined {
    const recent = this.#recent.filter((at) => at > now - RATE_WINDOW_MS);
    const spanMs = now - (recent[0] ?? now);
    if (recent.length < LEAST_RATE_STEPS || spanMs < LEAST_RATE_SPAN_MS) return undefined;
    const { done, total, unreachable } = this.counts.steps;
    return (total - done - unreachable) * (spanMs / recent.length);
  }

  /** False when only people can make anything move. */
  #canMove(): boolean {
    const { active, started, pending } = this.counts.units;
    return active + started + pending > 0;
  }

  add(event: RunEvent): void {
    this.lastAt = event.at;
    if (CHANGES.has(event.kind)) this.#forecast?.changed();
    switch (event.kind) {
      case 'run.started':
        this.run = event.run;
        this.plan = event.plan;
        this.startedAt = event.at;
        return;
      case 'run.stopping':
        this.isStopping = true;
        return;
      case 'step.waiting':
        this.#wait(event);
        return;
      case 'step.progressed':
        this.#slices.set(event.step, { done: event.done, total: event.total });
        this.#work.add({ ...event, work: event.work });
        this.#retries.delete(event.step);
        return;
      case 'step.retrying':
        this.#retry(event);
        return;
      case 'step.succeeded':
        this.#succeed(event.step, event.at);
        return;
      case 'step.failed':
        this.#fail(event);
        return;
      case 'step.unknown':
        if (event.needsPerson) this.#fail(event);
        return;
      case 'gate.waiting':
        this.#gates.set(event.step, { step: event.step, unit: event.unit, instruction: event.instruction });
        return;
      case 'gate.approved':
        this.#approve(event);
        return;
      case 'provider.suspended':
        this.suspended = [...this.suspended, event];
        return;
      case 'unit.succeeded':
      case 'unit.failed':
      case 'unit.skipped':
      case 'step.started':
      case 'step.resolved':
      case 'provider.throttled':
      case 'provider.unreachable':
      case 'provider.reachable':
      case 'poll.failed':
      case 'run.ended':
        return;
    }
  }

  #approve({ step, given, needed }: Extract<RunEvent, { kind: 'gate.approved' }>): void {
    const gate = this.#gates.get(step);
    if (gate === undefined || given === undefined || needed === undefined) return;
    this.#gates.set(step, { ...gate, approvals: { given, needed } });
  }

  #retry({ step, reason, at }: Extract<RunEvent, { kind: 'step.retrying' }>): void {
    this.#retries.set(step, { step, reason, at: this.#retries.get(step)?.at ?? at });
  }

  #wait(event: Extract<RunEvent, { kind: 'step.waiting' }>): void {
    this.#retries.delete(event.step);
    this.#work.add({ ...event, work: event.work });
    const before = this.#waits.get(event.step);
    // Where a task counts, its status may be these counts, which change with each poll.
    const isCounting = event.work !== undefined;
    const isSame = before !== undefined && (before.status === event.status || (isCounting && before.isCounting));
    const { step, status, progress } = event;
    this.#waits.set(step, { step, status, progress, isCounting, at: isSame ? before.at : event.at });
  }

  #succeed(step: string, at: number): void {
    this.#waits.delete(step);
    this.#retries.delete(step);
    this.#slices.delete(step);
    this.#work.end(step);
    this.#gates.delete(step);
    this.#recent.push(at);
    if (this.#recent.length > RATE_STEPS) this.#recent.shift();
  }

  #fail(event: UnitFailure & { readonly step: string }): void {
    this.#waits.delete(event.step);
    this.#retries.delete(event.step);
    this.#slices.delete(event.step);
    this.#work.end(event.step);
    this.#failures.add(event, event.step);
  }
}

/** What makes a forecast worth renewing. */
const CHANGES: ReadonlySet<RunEvent['kind']> = new Set([
  'run.started',
  'step.succeeded',
  'step.failed',
  'step.waiting',
  'unit.skipped',
]);
