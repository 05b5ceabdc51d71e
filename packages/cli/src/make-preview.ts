import {
  type Checkpoint,
  EMPTY_CHECKPOINT,
  type Preview,
  type PreviewDetail,
  type Selection,
  selectUnits,
} from '@waybill/core';
import {
  type Asking,
  makePreview as buildPreview,
  createUndiciTransport,
  drawStateId,
  type KnownState,
  readKnownState,
  systemRandom,
} from '@waybill/node';
import type { CliIo } from './cli-io.ts';
import { lendToApis } from './lend-to-apis.ts';
import { hasState, openExistingState } from './open-state.ts';
import type { SelectionFlags, StateFlag } from './plan-options.ts';
import type { NamedPlan } from './read-plan.ts';
import { stopOnInterrupt } from './stop-on-interrupt.ts';

export interface MakePreviewOptions {
  readonly opened: NamedPlan;
  readonly flags: StateFlag & SelectionFlags;
  readonly io: CliIo;
  readonly detail: PreviewDetail;
  /**
   * Asks the APIs what can be asked beforehand. Reads only.
   *
   * @default false
   */
  readonly asksApis?: boolean;
  /**
   * How far a plan is trusted that is asked about.
   *
   * @default as if it had been reviewed
   */
  readonly trust?: Pick<Asking, 'readsSecrets' | 'allowedEndpoints'>;
  /**
   * Simulates runs to say how long it takes.
   *
   * @default false
   */
  readonly estimates?: boolean;
  /**
   * It is to be applied, maybe by several machines: the state that it creates gets its id now.
   *
   * @default false
   */
  readonly fixesState?: boolean;
}

/** A preview with what it was made from. */
export interface MadePreview {
  readonly preview: Preview;
  readonly selection: Selection;
  /** Undefined when there is no state. */
  readonly stateId: string | undefined;
  readonly checkpoint: Checkpoint;
}

/** Reads the state, asks and simulates as wanted, and builds the preview of a plan. Creates no state. */
export async function makePreview({ opened, flags, io, detail, ...wanted }: MakePreviewOptions): Promise<MadePreview> {
  const selection = selectUnits(opened.graph, flags);
  const known = await readKnown(opened, flags, io);
  const newStateId = wanted.fixesState === true ? { newStateId: drawStateId(systemRandom) } : {};
  const options = { compiled: opened, known, selection, detail, estimates: wanted.estimates === true, ...newStateId };
  const preview =
    wanted.asksApis === true
      ? await askingApis(io, (asking) => buildPreview({ ...options, asking: { ...asking, ...wanted.trust } }))
      : await buildPreview(options);
  return { preview, selection, stateId: known?.stateId, checkpoint: known?.checkpoint ?? EMPTY_CHECKPOINT };
}

async function readKnown(opened: NamedPlan, flags: StateFlag, io: CliIo): Promise<KnownState | undefined> {
  if (!(await hasState(opened.plan, flags, io.cwd))) return undefined;
  await using store = await openExistingState(opened.plan, flags, io);
  return await readKnownState(store, opened);
}

/** Lends what asking needs, tells how far it is, and lets an interrupt end it. */
async function askingApis(io: CliIo, make: (asking: Asking) => Promise<Preview>): Promise<Preview> {
  await using transport = createUndiciTransport({ env: io.env, cwd: io.cwd });
  using interrupt = stopOnInterrupt(io, () => {});
  const progress = createProgressLine(io);
  try {
    return await make({
      ...lendToApis(io, transport, interrupt.signal),
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
