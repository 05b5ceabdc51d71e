import {
  buildPreview,
  type Checkpoint,
  CheckpointFold,
  DurationLearner,
  EMPTY_CHECKPOINT,
  type Estimate,
  estimateSchedule,
  type LearnedDurations,
  type Preflight,
  type Preview,
  type PreviewDetail,
  runPreflight,
  type Selection,
  selectUnits,
} from '@waybill/core';
import { createSecretReader, systemClock, systemRandom } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import type { CliIo } from './cli-io.ts';
import type { OpenedPlan } from './open-plan.ts';
import { hasState, openExistingState } from './open-state.ts';
import type { SelectionFlags, StateFlag } from './plan-options.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

export interface MakePreviewOptions {
  readonly opened: OpenedPlan;
  readonly flags: StateFlag & SelectionFlags;
  readonly io: CliIo;
  readonly detail: PreviewDetail;
  /** Asks the APIs what can be asked beforehand. Reads only. Default false. */
  readonly asksApis?: boolean;
  /** Simulates runs to say how long it takes. Default false. */
  readonly estimates?: boolean;
}

/** A preview with what it was made from. */
export interface MadePreview {
  readonly preview: Preview;
  readonly selection: Selection;
  readonly state: ReadState;
}

/** What a state says, without creating one. */
export interface ReadState {
  /** Undefined when there is no state. */
  readonly stateId: string | undefined;
  readonly checkpoint: Checkpoint;
  /** How long the waits of earlier runs took. */
  readonly learned: LearnedDurations;
}

/** Reads the state, asks and simulates as wanted, and builds the preview of a plan. */
export async function makePreview(options: MakePreviewOptions): Promise<MadePreview> {
  const { opened, flags, io, detail } = options;
  const selection = selectUnits(opened.graph, flags);
  const state = await readStateOf(opened, flags, io);
  const known = state.stateId === undefined ? {} : { stateId: state.stateId, checkpoint: state.checkpoint };
  const preflight = options.asksApis === true ? await ask(opened, { ...known, selection }, io) : undefined;
  const estimate = options.estimates === true ? estimateRun(opened, { ...known, selection }, state) : undefined;
  const preview = buildPreview({
    ...opened,
    ...known,
    detail,
    selection,
    ...(preflight === undefined ? {} : { preflight }),
    ...(estimate === undefined ? {} : { estimate }),
  });
  return { preview, selection, state };
}

interface Known {
  readonly stateId?: string;
  readonly checkpoint?: Checkpoint;
  readonly selection: Selection;
}

async function ask({ plan, graph, registry }: OpenedPlan, known: Known, io: CliIo): Promise<Preflight> {
  await using transport = createUndiciTransport();
  using interrupt = stopOnInterrupt(io, () => {});
  const progress = createProgressLine(io);
  try {
    return await runPreflight({
      plan,
      graph,
      registry,
      ...known,
      transport,
      clock: systemClock,
      random: systemRandom,
      env: io.env,
      readSecret: createSecretReader(io),
      signal: interrupt.signal,
      onProgress: ({ done, total }) => progress.show(`Asking the APIs: ${done} of ${total}`),
    });
  } finally {
    progress.clear();
  }
}

/** One line that is written over, on terminals only. */
function createProgressLine({ stderr }: CliIo): { show(text: string): void; clear(): void } {
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: (text) => stderr.write(`\r\u001b[K${text}`),
    clear: () => stderr.write('\r\u001b[K'),
  };
}

function estimateRun(
  { plan, graph, registry }: OpenedPlan,
  { checkpoint, selection }: Known,
  { learned }: ReadState,
): Estimate | undefined {
  return estimateSchedule({
    plan,
    graph,
    registry,
    learned,
    selection,
    ...(checkpoint === undefined ? {} : { checkpoint }),
  });
}

export async function readStateOf({ plan, graph }: OpenedPlan, flags: StateFlag, io: CliIo): Promise<ReadState> {
  const learner = new DurationLearner({ plan, graph });
  if (!hasState(plan, flags, io.cwd))
    return { stateId: undefined, checkpoint: EMPTY_CHECKPOINT, learned: learner.learned() };
  await using store = openExistingState(plan, flags, io);
  const fold = new CheckpointFold();
  for await (const batch of store.read()) {
    for (const record of batch) {
      fold.add(record);
      learner.add(record);
    }
  }
  return { stateId: store.header.stateId, checkpoint: fold.checkpoint(), learned: learner.learned() };
}
