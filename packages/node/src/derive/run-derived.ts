import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Checkpoint,
  type CheckpointStore,
  DecisionRefusedError,
  type Graph,
  type Preview,
  type RunResult,
} from '@waybill/core';
import {
  countDifferences,
  type DerivedPlan,
  type DifferenceCount,
  type FoundDifference,
  foldJournal,
  JournalWriter,
  type RecordBody,
  type RefusedUnit,
  unitOfStep,
} from '@waybill/core/internal';
import type { CompiledPlan } from '../check-plan.ts';
import { expectRunOptions } from '../expect-run-options.ts';
import type { DerivedRun, DerivedRunOptions, OpenPlan, PreviewOptions } from '../plan-handle.ts';
import type { PlanSurroundings } from '../surroundings.ts';

export interface DerivedRunParts {
  readonly derived: DerivedPlan;
  readonly compiled: CompiledPlan;
  /** The derived plan, opened with its own state. */
  readonly opened: OpenPlan;
  /** The state of the plan that it was derived from, and the graph and the last record of that plan then. */
  readonly origin: { readonly store: CheckpointStore; readonly graph: Graph; readonly lastSeq: number };
  readonly surroundings: Pick<PlanSurroundings, 'clock' | 'owner'>;
  /** @default none */
  readonly deletable?: readonly string[];
  /** Why units are started over, for the journal of the derived plan. */
  readonly reason: string;
  /** Units whose steps are done anew. `found`: the state of the derived plan; units that it does not know are ignored. */
  readonly startsOver: (found: Checkpoint) => readonly string[];
  /** What is recorded in the state of the plan before the first step. */
  readonly recordsBefore: readonly RecordBody[];
  /** Failed units are tried again where they failed; otherwise they are started over. */
  readonly retriesFailed: boolean;
  /** What is recorded in the state of the plan when a run has ended. */
  readonly recordsOf: (result: RunResult) => Promise<readonly RecordBody[]>;
}

/** Runs a derived plan under the lock of the plan that it was derived from. */
export class RunOfDerived implements DerivedRun {
  readonly plan: DerivedPlan['plan'];
  readonly graph: Graph;
  readonly refused: readonly RefusedUnit[];
  readonly deletable: readonly string[];
  readonly #parts: DerivedRunParts;

  constructor(parts: DerivedRunParts) {
    this.plan = parts.derived.plan;
    this.graph = parts.derived.graph;
    this.refused = parts.derived.refused;
    this.deletable = parts.deletable ?? [];
    this.#parts = parts;
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    return await this.#parts.opened.preview(options);
  }

  async apply(options: DerivedRunOptions = {}): Promise<RunResult> {
    expectRunOptions(options);
    const { opened, origin, surroundings, recordsBefore, recordsOf, retriesFailed } = this.#parts;
    await using lease = await origin.store.acquire(surroundings.owner);
    const fold = await foldJournal(origin.store, { renames: origin.graph.renames, pause: nextTurn });
    if (fold.lastSeq !== origin.lastSeq)
      throw new DecisionRefusedError(
        'The plan was run, or a decision on it was recorded, meanwhile.',
        'Run the command again.',
      );
    await this.#startOver();
    const journal = new JournalWriter(lease, surroundings.clock, fold);
    await Promise.all(recordsBefore.map((record) => journal.append(record)));
    const result = await opened.apply({ ...options, retryFailed: retriesFailed });
    await Promise.all((await recordsOf(result)).map((record) => journal.append(record)));
    return result;
  }

  async differences(): Promise<readonly FoundDifference[]> {
    return await this.#parts.opened.differences();
  }

  async differenceCount(): Promise<DifferenceCount> {
    const { compiled, opened } = this.#parts;
    return countDifferences({ ...compiled, checkpoint: await opened.checkpoint() });
  }

  async valuesOf(...asked: Parameters<OpenPlan['valuesOf']>): ReturnType<OpenPlan['valuesOf']> {
    return await this.#parts.opened.valuesOf(...asked);
  }

  async #startOver(): Promise<void> {
    const { opened, reason, startsOver } = this.#parts;
    const found = await opened.checkpoint();
    const begun = new Set([...found.steps.keys()].map(unitOfStep));
    const again = startsOver(found).filter((unit) => begun.has(unit));
    if (again.length > 0) await opened.decide(again.map((unit) => ({ kind: 'redo', unit, reason })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.opened[Symbol.asyncDispose]();
  }
}
