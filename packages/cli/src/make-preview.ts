import {
  buildPreview,
  type Checkpoint,
  EMPTY_CHECKPOINT,
  type Preview,
  type PreviewDetail,
  readJournal,
  type Selection,
  selectUnits,
} from '@waybill/core';
import type { CliIo } from './cli-io.ts';
import type { OpenedPlan } from './open-plan.ts';
import { hasState, openExistingState } from './open-state.ts';
import type { SelectionFlags, StateFlag } from './plan-options.ts';

export interface MakePreviewOptions {
  readonly opened: OpenedPlan;
  readonly flags: StateFlag & SelectionFlags;
  readonly io: CliIo;
  readonly detail: PreviewDetail;
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
}

/** Reads the state, and builds the preview of a plan. */
export async function makePreview(options: MakePreviewOptions): Promise<MadePreview> {
  const { opened, flags, io, detail } = options;
  const selection = selectUnits(opened.graph, flags);
  const state = await readStateOf(opened, flags, io);
  const preview = buildPreview({
    ...opened,
    detail,
    selection,
    ...(state.stateId === undefined ? {} : { stateId: state.stateId, checkpoint: state.checkpoint }),
  });
  return { preview, selection, state };
}

export async function readStateOf({ plan }: OpenedPlan, flags: StateFlag, io: CliIo): Promise<ReadState> {
  if (!hasState(plan, flags, io.cwd)) return { stateId: undefined, checkpoint: EMPTY_CHECKPOINT };
  await using store = openExistingState(plan, flags, io);
  return { stateId: store.header.stateId, checkpoint: (await readJournal(store)).checkpoint() };
}
