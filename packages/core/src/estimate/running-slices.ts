import type { RunEvent } from '../events/event.ts';
import { isOwnWork } from '../provider/steps/step-traits.ts';
import { type LearnedFrom, type SliceKind, sliceKey, slicePlaces } from './learn-durations.ts';
import { SliceReplay } from './slice-replay.ts';

/**
 * How long slices took in the run that is in progress, by its events. They say how many slices are done and not which:
 * the one that was begun first counts as the one that is done first, which leaves the sum of those at work together as it
 * is.
 */
export class RunningSlices {
  readonly #from: LearnedFrom;
  readonly #replay: SliceReplay;
  /** By step: how many slices were done at its last event. */
  readonly #done = new Map<string, number>();
  readonly #tookMs = new Map<string, number[]>();

  constructor(from: LearnedFrom) {
    this.#from = from;
    this.#replay = new SliceReplay(slicePlaces(from));
  }

  add(event: RunEvent): void {
    switch (event.kind) {
      case 'step.progressed':
        this.#progressed(event);
        return;
      case 'step.succeeded':
      case 'step.failed':
        if (this.#done.delete(event.step)) this.#replay.ended(event.step, event.at);
        return;
      default:
        return;
    }
  }

  /** In the order in which they were done. */
  tookMs(kind: SliceKind): readonly number[] {
    return this.#tookMs.get(sliceKey(kind)) ?? [];
  }

  #progressed({ step: address, done, total, at }: Extract<RunEvent, { kind: 'step.progressed' }>): void {
    const { plan, graph } = this.#from;
    const step = graph.stepsByAddress.get(address);
    const providerType = plan.providers.get(step?.provider ?? '')?.type;
    if (step === undefined || !isOwnWork(step) || providerType === undefined) return;
    const before = this.#done.get(address);
    this.#done.set(address, done);
    if (before === undefined || done < before) {
      const left = Array.from({ length: total - done }, (_, index) => `${done + index}`);
      this.#replay.planned(address, left, step.connections, at);
      return;
    }
    for (let slice = before; slice < done; slice += 1)
      this.#note(sliceKey({ providerType, job: step.job }), this.#replay.done(address, `${slice}`, at));
  }

  #note(key: string, tookMs: number | undefined): void {
    if (tookMs === undefined) return;
    const known = this.#tookMs.get(key);
    if (known === undefined) this.#tookMs.set(key, [tookMs]);
    else known.push(tookMs);
  }
}
