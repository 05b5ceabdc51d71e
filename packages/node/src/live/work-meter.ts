import { defined } from '@waybill/core';
import type { WorkDone } from '@waybill/core/internal';

/** Of work that is in progress, all steps that count the same. */
export interface WorkProgress extends WorkDone {
  /** Undefined until there is a rate. */
  readonly perSecond?: number;
  /** Until all of it is done at that rate. */
  readonly leftMs?: number;
}

/** The rate is taken over this time, so that it follows a change within a minute. */
const RATE_WINDOW_MS = 60_000;
/** What comes in less time after the one before counts with it. */
const LEAST_GAP_MS = 500;
/** A rate from less time says nothing. */
const LEAST_SPAN_MS = 1_000;

interface Sample {
  readonly at: number;
  readonly done: number;
}

interface StepWork {
  readonly unit: string;
  work: WorkDone;
  /** Oldest first. */
  samples: readonly Sample[];
  isOver: boolean;
}

/**
 * How much the steps in progress have done, and how fast. A step that has ended still counts while others of its unit work, so
 * that a unit that is copied in parts is counted as a whole.
 */
export class WorkMeter {
  readonly #steps = new Map<string, StepWork>();

  add({ step, unit, work, at }: { step: string; unit: string; work: WorkDone | undefined; at: number }): void {
    if (work === undefined) return;
    const before = this.#steps.get(step);
    const isAnew = before === undefined || before.isOver || work.done < before.work.done;
    const samples = isAnew ? [] : before.samples;
    this.#steps.set(step, { unit, work, samples: withSample(samples, { at, done: work.done }), isOver: false });
  }

  /** The step works no longer. */
  end(step: string): void {
    const ended = this.#steps.get(step);
    if (ended === undefined) return;
    ended.isOver = true;
    const ofUnit = [...this.#steps].filter(([, { unit }]) => unit === ended.unit);
    if (ofUnit.every(([, { isOver }]) => isOver)) for (const [address] of ofUnit) this.#steps.delete(address);
  }

  /** Until all is done that the step does, at its present rate. Undefined while nothing tells. */
  leftMs(step: string, now: number): number | undefined {
    const found = this.#steps.get(step);
    return found === undefined || found.isOver ? undefined : sumUp(found.work.of, [found], now).leftMs;
  }

  /** What most has been done of first. */
  read(now: number): readonly WorkProgress[] {
    const groups = Map.groupBy(this.#steps.values(), ({ work }) => work.of);
    return [...groups].map(([of, steps]) => sumUp(of, steps, now)).toSorted((left, right) => right.done - left.done);
  }
}

function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const isClose = sample.at - (samples.at(-2)?.at ?? Number.NEGATIVE_INFINITY) < LEAST_GAP_MS;
  const kept = isClose ? samples.slice(0, -1) : samples;
  // However seldom they come, two of them are a rate.
  const first = kept.findIndex(({ at }) => at > sample.at - RATE_WINDOW_MS);
  return [...kept.slice(first === -1 ? -1 : first), sample];
}

function sumUp(of: string, steps: readonly StepWork[], now: number): WorkProgress {
  const done = steps.reduce((sum, { work }) => sum + work.done, 0);
  // A vendor may do more than it has announced.
  const totals = steps.flatMap(({ work }) => (work.total === undefined ? [] : Math.max(work.total, work.done)));
  const total = totals.length < steps.length ? undefined : totals.reduce((sum, count) => sum + count, 0);
  const rates = steps.flatMap(({ samples, isOver }) => (isOver ? [] : (rateOf(samples, now) ?? [])));
  const perSecond = rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0);
  const isForeseen = total !== undefined && perSecond !== undefined && perSecond > 0;
  const leftMs = isForeseen ? ((total - done) / perSecond) * 1_000 : undefined;
  return { of, done, ...defined({ total, perSecond, leftMs }) };
}

/** In a second, up to the last sample; up to now where another one is long overdue. */
function rateOf(samples: readonly Sample[], now: number): number | undefined {
  const [first, last, before] = [samples[0], samples.at(-1), samples.at(-2)];
  if (first === undefined || last === undefined || before === undefined) return undefined;
  const isOverdue = now - last.at > 2 * (last.at - before.at) + LEAST_SPAN_MS;
  const spanMs = (isOverdue ? now : last.at) - first.at;
  return spanMs < LEAST_SPAN_MS ? undefined : ((last.done - first.done) / spanMs) * 1_000;
}
