import type { Graph, PlannedUnit, ReadGauges, RunEvent, RunGauges } from '@waybill/core';
import { type FailureCause, FailureCauses } from './failure-causes.ts';
import type { UnitFailure } from './group-failures.ts';
import { StepCurve } from './step-curve.ts';

/** Where a unit stands in this run, as its events tell. */
export type UnitPhase = 'pending' | 'active' | 'waiting' | 'gated' | 'succeeded' | 'failed' | 'unknown' | 'skipped';

export interface MigrationProgress {
  readonly name: string;
  readonly units: number;
  readonly phases: Readonly<Record<UnitPhase, number>>;
}

export interface RemoteWait {
  readonly step: string;
  readonly status: string;
  /** 0 to 1, from the vendor. */
  readonly progress: number | undefined;
  /** When this status was first seen. */
  readonly at: number;
}

/** How long it takes from now, and what says so. */
export interface Eta {
  readonly ms: number;
  /** Of a simulated run, at the pace of this one; or of the step rate of the last minute. */
  readonly basis: 'simulated' | 'rate';
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
}

/** The step rate is taken over this time, so that it follows a change within a minute. */
const RATE_WINDOW_MS = 60_000;
/** A rate from fewer steps, or from less time, says nothing. */
const LEAST_RATE_STEPS = 3;
const LEAST_RATE_SPAN_MS = 3_000;
/** More are not needed for a rate. */
const RATE_STEPS = 500;

/** The fold of a run's events: what every live view shows. Adding an event costs the same however large the plan is. */
export class RunProgress {
  readonly #units: ReadonlyMap<string, PlannedUnit>;
  readonly #migrations = new Map<string, { name: string; units: number; phases: Record<UnitPhase, number> }>();
  readonly #phases = new Map<string, UnitPhase>();
  readonly #done: Set<string>;
  readonly #waits = new Map<string, RemoteWait>();
  readonly #gates = new Map<string, GateNote>();
  readonly #failures = new FailureCauses();
  readonly #doneBefore: number;
  #curve: StepCurve;
  /** When the curve began, and how many steps of this run were over then. */
  #curveFrom: { readonly at: number; readonly overCount: number } | undefined;
  #readGauges: ReadGauges | undefined;
  #lastOverAt: number | undefined;
  /** When the latest steps were done, oldest first; at most `RATE_STEPS`. */
  readonly #recent: number[] = [];
  readonly #stepCount: number;
  /** Steps that cannot be done in this run any more. */
  #lostSteps = 0;
  run = '';
  plan = '';
  startedAt: number | undefined;
  lastAt = 0;
  isStopping = false;
  /** Providers that refuse the credentials. */
  suspended: readonly Suspension[] = [];

  /**
   * `done`: steps that earlier runs finished. `stepEndsMs`: when the others would end by simulation, the first end first;
   * empty when nothing was simulated.
   */
  constructor(graph: Graph, done: Iterable<string>, stepEndsMs: readonly number[] = []) {
    this.#units = graph.unitsByAddress;
    this.#stepCount = graph.stepCount;
    this.#done = new Set(done);
    this.#doneBefore = this.#done.size;
    this.#curve = new StepCurve(stepEndsMs);
    for (const { unit } of graph.units) {
      const { name } = unit.migration;
      const migration = this.#migrations.get(name) ?? { name, units: 0, phases: noUnits() };
      migration.units += 1;
      migration.phases.pending += 1;
      this.#migrations.set(name, migration);
    }
  }

  get migrations(): readonly MigrationProgress[] {
    return [...this.#migrations.values()];
  }

  get units(): { readonly total: number; readonly phases: Readonly<Record<UnitPhase, number>> } {
    const phases = noUnits();
    for (const migration of this.#migrations.values()) {
      for (const [phase, count] of Object.entries(migration.phases)) phases[phase as UnitPhase] += count;
    }
    return { total: this.#units.size, phases };
  }

  get steps(): { readonly total: number; readonly done: number } {
    return { total: this.#stepCount, done: this.#done.size };
  }

  /** Remote tasks being waited for, the longest wait first. */
  get waits(): readonly RemoteWait[] {
    return [...this.#waits.values()];
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
    const simulatedMs = this.#simulatedMs(now);
    if (simulatedMs !== undefined) return { ms: simulatedMs, basis: 'simulated' };
    const ms = this.#ratedMs(now);
    return ms === undefined ? undefined : { ms, basis: 'rate' };
  }

  /** Steps that this run has done, or cannot do any more. */
  get overCount(): number {
    return this.#done.size - this.#doneBefore + this.#lostSteps;
  }

  /** A newer simulation: when the steps that were left at that moment would end, from then. */
  forecast(stepEndsMs: readonly number[], from: { readonly at: number; readonly overCount: number }): void {
    this.#curve = new StepCurve(stepEndsMs);
    this.#curveFrom = from;
  }

  #simulatedMs(now: number): number | undefined {
    if (this.startedAt === undefined) return undefined;
    const { at, overCount } = this.#curveFrom ?? { at: this.startedAt, overCount: 0 };
    return this.#curve.remainingMs({
      overCount: this.overCount - overCount,
      elapsedMs: now - at,
      sinceLastMs: now - Math.max(this.#lastOverAt ?? at, at),
    });
  }

  /** Until every step in reach is done at the recent rate; undefined until there is a rate. */
  #ratedMs(now: number): number | undefined {
    const recent = this.#recent.filter((at) => at > now - RATE_WINDOW_MS);
    const spanMs = now - (recent[0] ?? now);
    if (recent.length < LEAST_RATE_STEPS || spanMs < LEAST_RATE_SPAN_MS) return undefined;
    return (this.#stepCount - this.#done.size - this.#lostSteps) * (spanMs / recent.length);
  }

  /** False when only people can make anything move. */
  #canMove(): boolean {
    return [...this.#migrations.values()].some(({ phases }) => phases.active + phases.waiting + phases.pending > 0);
  }

  add(event: RunEvent): void {
    this.lastAt = event.at;
    switch (event.kind) {
      case 'run.started':
        this.run = event.run;
        this.plan = event.plan;
        this.startedAt = event.at;
        return;
      case 'run.stopping':
        this.isStopping = true;
        return;
      case 'step.started':
        this.#move(event.unit, 'active');
        return;
      case 'step.waiting':
        this.#wait(event);
        return;
      case 'step.succeeded':
        this.#succeed(event.step, event.unit, event.at);
        return;
      case 'step.failed':
        this.#fail(event, 'failed');
        return;
      case 'step.unknown':
        if (event.needsPerson) this.#fail(event, 'unknown');
        return;
      case 'step.resolved':
        return;
      case 'gate.waiting':
        this.#gates.set(event.step, { step: event.step, unit: event.unit, instruction: event.instruction });
        this.#move(event.unit, 'gated');
        return;
      case 'unit.succeeded':
        this.#move(event.unit, 'succeeded');
        return;
      case 'unit.failed':
        this.#move(event.unit, 'failed');
        return;
      case 'unit.skipped':
        this.#move(event.unit, 'skipped');
        return;
      case 'provider.suspended':
        this.suspended = [...this.suspended, event];
        return;
      case 'gate.approved':
      case 'step.retrying':
      case 'provider.throttled':
      case 'provider.unreachable':
      case 'provider.reachable':
      case 'poll.failed':
      case 'run.ended':
        return;
    }
  }

  #wait(event: Extract<RunEvent, { kind: 'step.waiting' }>): void {
    const before = this.#waits.get(event.step);
    const at = before !== undefined && before.status === event.status ? before.at : event.at;
    this.#waits.set(event.step, { step: event.step, status: event.status, progress: event.progress, at });
    this.#move(event.unit, 'waiting');
  }

  #succeed(step: string, unit: string, at: number): void {
    this.#waits.delete(step);
    this.#gates.delete(step);
    this.#done.add(step);
    this.#lastOverAt = at;
    this.#recent.push(at);
    if (this.#recent.length > RATE_STEPS) this.#recent.shift();
    this.#move(unit, 'active');
  }

  #fail(event: UnitFailure & { readonly step: string }, phase: 'failed' | 'unknown'): void {
    this.#waits.delete(event.step);
    this.#failures.add(event, event.step);
    this.#move(event.unit, phase);
  }

  #move(unit: string, phase: UnitPhase): void {
    const before = this.#phases.get(unit) ?? 'pending';
    // A failed unit stays failed while its `always` steps run.
    if (before === phase || OVER.has(before)) return;
    const migration = this.#migrations.get(this.#units.get(unit)?.unit.migration.name ?? '');
    if (migration === undefined) return;
    migration.phases[before] -= 1;
    migration.phases[phase] += 1;
    this.#phases.set(unit, phase);
    if (!LOST.has(phase)) return;
    this.#lostSteps += this.#openSteps(unit);
    this.#lastOverAt = this.lastAt;
  }

  #openSteps(unit: string): number {
    return this.#units.get(unit)?.steps.filter(({ address }) => !this.#done.has(address)).length ?? 0;
  }
}

const LOST: ReadonlySet<UnitPhase> = new Set(['failed', 'unknown', 'skipped']);
const OVER: ReadonlySet<UnitPhase> = new Set(['succeeded', 'failed', 'unknown', 'skipped']);

function noUnits(): Record<UnitPhase, number> {
  return { pending: 0, active: 0, waiting: 0, gated: 0, succeeded: 0, failed: 0, unknown: 0, skipped: 0 };
}
