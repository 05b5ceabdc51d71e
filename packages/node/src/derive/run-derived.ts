import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CheckpointStore, DecisionRefusedError, type Graph, type Preview, type RunResult } from '@waybill/core';
import {
  collectDifferences,
  type DerivedPlan,
  type FoundDifference,
  foldJournal,
  JournalWriter,
  type RecordBody,
  type RefusedUnit,
} from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';
import type { DerivedRun, DerivedRunOptions, OpenPlan, PreviewOptions } from '../plan-handle.ts';
import type { PlanSurroundings } from '../surroundings.ts';

export interface DerivedRunParts {
  readonly derived: DerivedPlan;
  readonly compiled: CompiledPlan;
  /** The derived plan, opened with its own state. */
  readonly opened: OpenPlan;
  /** That of the plan which it was derived from, and the graph and the last record that this was done with. */
  readonly origin: { readonly store: CheckpointStore; readonly graph: Graph; readonly lastSeq: number };
  readonly surroundings: Pick<PlanSurroundings, 'clock' | 'owner'>;
  /** Why it is done over again, for the journal of the derived plan. */
  readonly reason: string;
  /** What the state of the plan gets to know of a run that has ended. */
  readonly recordsOf: (result: RunResult) => Promise<readonly RecordBody[]>;
}

/** Runs a derived plan under the lock of the plan that it was derived from. */
export class RunOfDerived implements DerivedRun {
  readonly plan: DerivedPlan['plan'];
  readonly graph: Graph;
  readonly refused: readonly RefusedUnit[];
  readonly #parts: DerivedRunParts;

  constructor(parts: DerivedRunParts) {
    this.plan = parts.derived.plan;
    this.graph = parts.derived.graph;
    this.refused = parts.derived.refused;
    this.#parts = parts;
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    return await this.#parts.opened.preview(options);
  }

  async apply(options: DerivedRunOptions = {}): Promise<RunResult> {
    const { opened, origin, surroundings, recordsOf } = this.#parts;
    await using lease = await origin.store.acquire(surroundings.owner);
    const fold = await foldJournal(origin.store, { renames: origin.graph.renames, pause: nextTurn });
    if (fold.lastSeq !== origin.lastSeq)
      throw new DecisionRefusedError('The plan was run or decided on meanwhile.', 'Try it again.');
    await this.#startOver();
    const result = await opened.apply(options);
    const journal = new JournalWriter(lease, surroundings.clock, fold);
    await Promise.all((await recordsOf(result)).map((record) => journal.append(record)));
    return result;
  }

  async differences(): Promise<readonly FoundDifference[]> {
    const { compiled, opened } = this.#parts;
    return collectDifferences({ ...compiled, checkpoint: await opened.checkpoint() });
  }

  /** Only a run that was cut off or stopped is continued: whatever has ended is done anew, with what is there now. */
  async #startOver(): Promise<void> {
    const { opened, reason } = this.#parts;
    const { lastRun, steps } = await opened.checkpoint();
    const isOpen = lastRun?.ended === undefined || lastRun.ended.outcome === 'stopped';
    if (lastRun === undefined || (isOpen && lastRun.started.planDigest === this.plan.digest)) return;
    const begun = new Set([...steps.keys()].map((step) => step.slice(0, step.lastIndexOf('.'))));
    const again = this.graph.units.filter(({ address }) => begun.has(address));
    if (again.length > 0) await opened.decide(again.map(({ address }) => ({ kind: 'redo', unit: address, reason })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.opened[Symbol.asyncDispose]();
  }
}
