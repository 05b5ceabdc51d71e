import { drawZ, spreadZ } from './distribution.ts';
import type {
  ModelStep,
  ModelWait,
  ModelWaitKind,
  ModelWork,
  ModelWorkKind,
  SimulationModel,
} from './simulation-model.ts';

/** Draws for a wait that has lasted for some time, until one is longer. */
const MOST_DRAWS = 8;
/** A wait that has lasted longer than any draw is expected to last so much longer. */
const OVERDUE_FRACTION = 0.1;
/** A part that is smaller says too little about the whole. */
export const LEAST_PROGRESS = 0.1;

export interface SampleNumber {
  /** Number of the run, from 0: each draws other durations. */
  readonly sample: number;
  /** How many runs there are in all. */
  readonly samples: number;
}

export interface TaskTimes {
  readonly startedAgoMs: number;
  /** From now, and so negative: when the tasks were looked at last. */
  readonly seenUntilMs: number;
}

/** How long the waits of one simulated run take, and the slices of its own work. */
export class WaitDraws {
  readonly #model: SimulationModel;
  readonly #number: SampleNumber;
  readonly #commonZs = new Map<ModelWaitKind | ModelWorkKind, number>();

  constructor(model: SimulationModel, number: SampleNumber) {
    this.#model = model;
    this.#number = number;
  }

  /**
   * In milliseconds from now, of a task that has run for `startedAgoMs`. One that is waited for lasted at least until the
   * last poll, however long that is. Negative where it is over, and a poll that was sent before now may show it.
   */
  leftMs(modelled: ModelStep, wait: ModelWait, { startedAgoMs, seenUntilMs }: TaskTimes): number {
    const { kind, timeoutMs, progress, size } = wait;
    const isUnderWay = wait.elapsedMs !== undefined;
    if (isUnderWay && progress !== undefined && progress >= LEAST_PROGRESS && progress < 1)
      return (startedAgoMs * (1 - progress)) / progress;
    const elapsedMs = kind.duration.countsFrom === 'start' ? startedAgoMs : (wait.elapsedMs ?? 0);
    // A timeout that is too short for most is reported; an estimate that ends with it would look quick.
    const limitMs = kind.duration.p50Ms * size > timeoutMs ? Number.POSITIVE_INFINITY : timeoutMs;
    const draw = (...more: readonly number[]): number => {
      const own = drawZ(this.#model.seed, this.#number.sample, modelled.key, ...more);
      return Math.min(kind.duration.distribution.durationMs(own, this.#commonZ(kind)) * size, limitMs);
    };
    if (!isUnderWay) return Math.max(0, draw() - elapsedMs);
    for (let attempt = 0; attempt < MOST_DRAWS; attempt += 1) {
      const leftMs = draw(attempt) - elapsedMs;
      if (leftMs > seenUntilMs) return leftMs;
    }
    const untilPollMs = this.#model.lanes.get(modelled.step.provider)?.polling.maxIntervalMs ?? 0;
    // It ended since, and the next poll will show it; or it takes longer than all before.
    return elapsedMs <= kind.duration.p90Ms * size + untilPollMs ? seenUntilMs : elapsedMs * OVERDUE_FRACTION;
  }

  /** Of each slice that is left. */
  slicesMs({ key }: ModelStep, { kind, slices, size, restMs }: ModelWork): readonly number[] {
    if (restMs !== undefined) return Array.from({ length: slices }, () => restMs);
    const common = this.#commonZ(kind);
    return Array.from({ length: slices }, (_, index) => {
      const own = drawZ(this.#model.seed, this.#number.sample, key, index);
      return kind.duration.distribution.durationMs(own, common) * size;
    });
  }

  /** Waits of one kind share a part of their luck: one slow cluster slows all its copies. */
  #commonZ(kind: ModelWaitKind | ModelWorkKind): number {
    const known = this.#commonZs.get(kind);
    if (known !== undefined) return known;
    const drawn = spreadZ(this.#model.seed ^ kind.key, this.#number);
    this.#commonZs.set(kind, drawn);
    return drawn;
  }
}
