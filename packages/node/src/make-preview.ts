import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Checkpoint,
  type CheckpointStore,
  defined,
  type JournalRecord,
  type Preview,
  type Random,
} from '@waybill/core';
import {
  amountsFound,
  buildPreviewSliced,
  DurationLearner,
  estimateScheduleSliced,
  foldJournal,
  inSlices,
  type LearnedDurations,
  type PreviewDetail,
  type RunPreflightOptions,
  runPreflight,
  type Selection,
} from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';

/** What a state says that a preview is made of. */
export interface KnownState {
  readonly stateId: string;
  readonly checkpoint: Checkpoint;
  /** How long the waits of earlier runs took. */
  readonly learned: LearnedDurations;
}

/** Reads a whole journal, once; `onRecord` sees each record of it on the way. Takes no lock. */
export async function readKnownState(
  store: CheckpointStore,
  compiled: CompiledPlan,
  onRecord: (record: JournalRecord) => void = () => {},
): Promise<KnownState> {
  const learner = new DurationLearner(compiled);
  const fold = await foldJournal(store, {
    renames: compiled.graph.renames,
    onRecord: (record) => {
      learner.add(record);
      onRecord(record);
    },
    pause: nextTurn,
  });
  return { stateId: store.header.stateId, checkpoint: fold.checkpoint(), learned: learner.learned() };
}

/** How the APIs are asked: everything that a preflight needs next to the plan and its state. */
export type Asking = Pick<
  RunPreflightOptions,
  | 'transport'
  | 'clock'
  | 'random'
  | 'env'
  | 'readSecret'
  | 'readsSecrets'
  | 'allowedEndpoints'
  | 'signal'
  | 'timeLimitMs'
  | 'onProgress'
>;

export interface MakePreviewOptions {
  readonly compiled: CompiledPlan;
  /** Undefined when the plan was never applied. */
  readonly known: KnownState | undefined;
  /** Id for the state that applying the preview would create. Absent: any. */
  readonly newStateId?: string;
  readonly selection: Selection;
  readonly detail: PreviewDetail;
  /** Absent: nothing is asked. */
  readonly asking?: Asking;
  /** Whether runs are simulated, to say how long it takes. */
  readonly estimates: boolean;
  /**
   * Calls at once over all providers together, in simulated runs.
   *
   * @default no such cap
   */
  readonly parallelism?: number | undefined;
  /** The time, at which the simulated runs start: windows of the wall clock are open then, or not. */
  readonly nowMs: number;
}

/**
 * Asks and simulates as wanted, and builds the preview of a plan; in slices, so that the process can do other things
 * meanwhile.
 */
export async function makePreview(options: MakePreviewOptions): Promise<Preview> {
  const { compiled, selection, detail, asking, estimates, parallelism, nowMs: startsAtMs } = options;
  const { learned, ...known } = options.known ?? newState(options.newStateId);
  const preflight =
    asking === undefined ? undefined : await runPreflight({ ...compiled, ...known, selection, ...asking });
  const given = defined({ learned, parallelism });
  const amounts = preflight === undefined ? {} : { amounts: amountsFound(preflight) };
  const estimate = estimates
    ? await inSlices(
        estimateScheduleSliced({ ...compiled, ...known, ...given, ...amounts, selection, startsAtMs }),
        nextTurn,
      )
    : undefined;
  const preview = buildPreviewSliced({
    ...compiled,
    ...known,
    detail,
    selection,
    nowMs: startsAtMs,
    ...defined({ preflight, estimate }),
  });
  return await inSlices(preview, nextTurn);
}

function newState(stateId: string | undefined): Partial<KnownState> {
  return defined({ stateId });
}

/** The id of a state that is yet to be created: 32 hex characters. */
export function drawStateId(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('hex');
}
