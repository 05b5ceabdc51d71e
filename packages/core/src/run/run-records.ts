import { plansAnew, repeatedWith } from '../decisions/repeated-with.ts';
import type { Step } from '../graph/graph.ts';
import type { RecordBody } from '../journal/record.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import type { UnitStates } from '../progress/unit-states.ts';
import type { Sliced } from '../value/sliced.ts';
import type { RunParts } from './run-parts.ts';

type Parts = Pick<RunParts, 'graph' | 'states' | 'fold' | 'record'>;

/** Writes the records of a run, and keeps the numbers that are shown: what the journal says, not what a run has in hand. */
export class RunRecords {
  readonly states: UnitStates;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.states = parts.states;
  }

  get counts(): ProgressCounts {
    return this.states.counts;
  }

  /** Durable when resolved; the checkpoint and the numbers show it then. */
  write(body: RecordBody): Promise<void> {
    return this.#parts.record(body);
  }

  /** The run does nothing more. */
  end(): Sliced<void> {
    return this.states.endSliced(this.#parts.fold.checkpoint());
  }

  /**
   * Written before anything else, so that whoever reads the journal sees that the failed units are worked on again. Gives
   * the failed steps.
   */
  async retryFailed({
    id,
    selection,
    startedBy,
  }: Pick<RunParts, 'id' | 'selection' | 'startedBy'>): Promise<readonly Step[]> {
    const { graph, fold } = this.#parts;
    const failed = graph.units.flatMap(({ address: unit, steps }) =>
      selection.includes(unit) ? steps.filter(({ address }) => fold.step(address)?.status === 'failed') : [],
    );
    const retried = { kind: 'step.retried', by: startedBy, reason: 'all failed units are retried', run: id } as const;
    const again = failed.flatMap((step) => {
      const repeated = repeatedWith(step, { graph, fold });
      return [
        ...repeated.map((address) => ({ ...retried, step: address })),
        { ...retried, step: step.address, ...plansAnew(repeated) },
      ];
    });
    await Promise.all(again.map((record) => this.write(record)));
    return failed;
  }

  /**
   * Whether the call that opens a unit's remote task was accepted, and the end of the task will be seen: that of a failed
   * unit has its place until an operator acts, and so has that of a unit which left the plan.
   */
  isWatched(unit: string): boolean {
    const planned = this.#parts.graph.unitsByAddress.get(unit);
    if (planned === undefined || this.states.status(unit) === 'failed') return false;
    const opens = planned.shape.activity?.opens;
    return opens !== undefined && this.#parts.fold.step(`${unit}.${opens}`)?.status === 'succeeded';
  }
}
