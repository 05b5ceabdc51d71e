import { assertInvariant } from '../errors.ts';
import { type SlotLimit, targetOf } from '../limits/activity-slots.ts';
import type { HeldBy } from './schedule.ts';
import type { ModelStep, SimulationModel } from './simulation-model.ts';

export interface StepTrace {
  readonly readyMs: number;
  startsMs: number;
  endsMs: number;
  heldBy: HeldBy | null;
  /** The step that held the place which this one waited for, or whose end released it from a policy. */
  freedBy: ModelStep | undefined;
}

/** What kept a step from being taken up, until when, and what ended that. */
export interface Parking {
  readonly heldBy: HeldBy;
  readonly untilMs: number;
  readonly freedBy: ModelStep | undefined;
}

interface Start {
  readonly nowMs: number;
  /** Of the step before it was taken up. */
  readonly parking: Parking | undefined;
  /** What its channel was held by from a time on. */
  readonly heldSince: (sinceMs: number) => HeldBy;
}

/** When each step of a simulated run was ready, started and ended, and what it waited for in between. */
export class StepTraces {
  readonly #model: Pick<SimulationModel, 'lanes'>;
  readonly #traces: (StepTrace | undefined)[];
  readonly #parked = new Map<ModelStep, SlotLimit>();
  /** Steps that a policy holds, and the name of that. */
  readonly #held = new Map<ModelStep, string>();
  /** By account, and by account and target: the step whose end freed a place last. */
  readonly #lastClosed = new Map<string, ModelStep>();
  #lastEndMs = 0;
  /** The step that ended last. */
  #lastEnded: ModelStep | undefined;

  constructor(model: Pick<SimulationModel, 'lanes' | 'steps'>) {
    this.#model = model;
    this.#traces = Array.from({ length: model.steps.length }, () => undefined);
  }

  /** By the model's index of steps. Undefined for one that did not run. */
  get all(): readonly (StepTrace | undefined)[] {
    return this.#traces;
  }

  /** 0 before any has ended. */
  get lastEndMs(): number {
    return this.#lastEndMs;
  }

  /** A step is ready. */
  begin({ index }: ModelStep, nowMs: number): void {
    this.#traces[index] = { readyMs: nowMs, startsMs: nowMs, endsMs: nowMs, heldBy: null, freedBy: undefined };
  }

  /** There is no place for a step. */
  park(modelled: ModelStep, limit: SlotLimit): void {
    this.#parked.set(modelled, limit);
  }

  /** A policy lets a step wait. */
  hold(modelled: ModelStep, policy: string): void {
    this.#held.set(modelled, policy);
  }

  /** Of a step that is taken up now: what it was parked for, and who made room; or which policy held it until now. */
  release(modelled: ModelStep, nowMs: number): Parking | undefined {
    const policy = this.#held.get(modelled);
    this.#held.delete(modelled);
    const limit = this.#parked.get(modelled);
    if (limit === undefined) return policy === undefined ? undefined : this.#heldBy(policy, nowMs);
    this.#parked.delete(modelled);
    const account = this.#accountOf(modelled.step.provider);
    const place = limit === 'active' ? account : `${account}\n${targetOf(modelled.unit)}`;
    return { heldBy: limit, untilMs: nowMs, freedBy: this.#lastClosed.get(place) };
  }

  /** Holds end with a step, or by the clock. */
  #heldBy(policy: string, nowMs: number): Parking {
    const isByEnd = this.#lastEnded !== undefined && this.#lastEndMs === nowMs;
    return { heldBy: policy, untilMs: nowMs, freedBy: isByEnd ? this.#lastEnded : undefined };
  }

  /** What kept a step from starting when it was ready: what it waited for longest. */
  start(modelled: ModelStep, { nowMs, parking, heldSince }: Start): void {
    const trace = this.#traceOf(modelled);
    trace.startsMs = nowMs;
    if (nowMs <= trace.readyMs) return;
    if (parking === undefined || parking.untilMs - trace.readyMs < nowMs - parking.untilMs) {
      trace.heldBy = heldSince(trace.readyMs);
      return;
    }
    trace.heldBy = parking.heldBy;
    trace.freedBy = parking.freedBy;
  }

  end(modelled: ModelStep, nowMs: number): void {
    const { step, unit, closesTask } = modelled;
    this.#traceOf(modelled).endsMs = nowMs;
    this.#lastEndMs = nowMs;
    this.#lastEnded = modelled;
    if (!closesTask) return;
    const account = this.#accountOf(unit.activity?.connection ?? step.provider);
    this.#lastClosed.set(account, modelled);
    this.#lastClosed.set(`${account}\n${targetOf(unit)}`, modelled);
  }

  #traceOf({ index, step }: ModelStep): StepTrace {
    const trace = this.#traces[index];
    assertInvariant(trace !== undefined, `a step runs after it was ready: ${step.address}`);
    return trace;
  }

  #accountOf(alias: string): string {
    return this.#model.lanes.get(alias)?.account ?? alias;
  }
}
